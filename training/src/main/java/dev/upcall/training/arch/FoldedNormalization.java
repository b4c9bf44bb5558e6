package dev.upcall.training.arch;

/**
 * A layer's weights with its batch normalisation folded into them: with k = gamma / sqrt(variance +
 * epsilon) the filter of each output channel is scaled by its k, and the bias is beta - mean * k.
 *
 * @param filter output channels first
 * @param bias one for each of them
 */
record FoldedNormalization(float[] filter, float[] bias) {
  /**
   * Folds the running statistics.
   *
   * @param path where the layer's weights lie
   */
  static FoldedNormalization of(String path, Snapshot weights) {
    float[] filter = weights.values(path + ".weight").clone();
    float[] gamma = weights.values(path + ".gamma");
    float[] mean = weights.values(path + ".mean");
    float[] variance = weights.values(path + ".variance");
    float[] bias = weights.values(path + ".beta").clone();
    int perOutput = filter.length / bias.length;
    for (int c = 0; c < bias.length; c++) {
      double k = gamma[c] / Math.sqrt((double) variance[c] + Convolution.EPSILON);
      for (int i = 0; i < perOutput; i++) {
        filter[c * perOutput + i] *= (float) k;
      }
      bias[c] -= (float) (mean[c] * k);
    }
    return new FoldedNormalization(filter, bias);
  }

  /** Weights of one output. */
  int perOutput() {
    return filter.length / bias.length;
  }
}
