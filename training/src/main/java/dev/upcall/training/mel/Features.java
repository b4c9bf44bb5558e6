package dev.upcall.training.mel;

/**
 * Frozen features of some samples.
 *
 * @param values [N][F]
 * @param labels [N]
 */
public record Features(float[][] values, int[] labels) {
  public Features {
    if (values.length != labels.length || values.length == 0) {
      throw new IllegalArgumentException(values.length + " samples, " + labels.length + " labels");
    }
  }

  public int size() {
    return labels.length;
  }
}
