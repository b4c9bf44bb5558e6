package dev.upcall.training.data;

import dev.upcall.training.arch.MapShape;

/**
 * Samples as the members see them: the device's int8 input, dequantised.
 *
 * @param values [N][C*H*W], channels first
 * @param labels [N]
 * @param background what lies outside a picture, one value per channel
 */
public record Samples(MapShape shape, float[][] values, int[] labels, float[] background) {
  public Samples {
    if (values.length != labels.length) {
      throw new IllegalArgumentException(values.length + " samples, " + labels.length + " labels");
    }
  }

  public int size() {
    return labels.length;
  }
}
