package dev.upcall.compiler.report;

/**
 * By how many points of accuracy one network falls behind another on the same samples, with a 95 %
 * interval: Wald's for a difference of paired proportions with half a sample added to each cell
 * (Agresti and Min, Statistics in Medicine 24, 2005).
 *
 * @param points 100 * (accuracy before - accuracy after)
 */
public record PairedLoss(int n, double points, double low, double high) {
  private static final double Z_95 = 1.959963984540054;

  /**
   * @param before whether each sample was right
   * @param after whether it is
   */
  public static PairedLoss of(boolean[] before, boolean[] after) {
    int lost = 0;
    int gained = 0;
    for (int i = 0; i < before.length; i++) {
      lost += before[i] && !after[i] ? 1 : 0;
      gained += !before[i] && after[i] ? 1 : 0;
    }
    double n = before.length + 2.0;
    double difference = (lost - gained) / n;
    double variance = ((lost + gained + 1) / n - difference * difference) / n;
    double half = 100 * Z_95 * Math.sqrt(variance);
    return new PairedLoss(
        before.length,
        100.0 * (lost - gained) / before.length,
        100 * difference - half,
        100 * difference + half);
  }
}
