package dev.upcall.training.mel;

/**
 * The softmax of one sample's logits outside the engine, in double precision.
 *
 * @param greatest logit
 * @param weights exponentials of the logits less that, so each 0..1
 * @param sum of the weights
 */
public record Softmax(double greatest, double[] weights, double sum) {
  public static Softmax of(float[] logits) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      greatest = Math.max(greatest, logit);
    }
    double[] weights = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < weights.length; c++) {
      weights[c] = Math.exp(logits[c] - greatest);
      sum += weights[c];
    }
    return new Softmax(greatest, weights, sum);
  }

  /** Of a class. */
  public double probability(int c) {
    return weights[c] / sum;
  }
}
