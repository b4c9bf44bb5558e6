package dev.upcall.training.mel;

/**
 * logits = weight * features + bias.
 *
 * @param weight [classes, features], row-major
 * @param bias [classes]
 */
public record LinearHead(float[] weight, float[] bias) {
  public int classes() {
    return bias.length;
  }

  public int features() {
    return weight.length / bias.length;
  }

  /** Logits of one sample. */
  public float[] logits(float[] features) {
    float[] logits = bias.clone();
    for (int c = 0; c < logits.length; c++) {
      double sum = 0;
      for (int f = 0; f < features.length; f++) {
        sum += (double) weight[c * features.length + f] * features[f];
      }
      logits[c] += (float) sum;
    }
    return logits;
  }

  /** Logits [N][classes] of samples. */
  public float[][] logits(Features features) {
    float[][] logits = new float[features.size()][];
    for (int n = 0; n < logits.length; n++) {
      logits[n] = logits(features.values()[n]);
    }
    return logits;
  }
}
