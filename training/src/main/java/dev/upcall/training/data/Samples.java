package dev.upcall.training.data;

import dev.upcall.training.arch.MapShape;
import java.util.Arrays;

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

  /** The first {@code most} of them; splits are shuffled, so that is a fair choice. */
  public Samples first(int most) {
    return most >= size()
        ? this
        : new Samples(shape, Arrays.copyOf(values, most), Arrays.copyOf(labels, most), background);
  }

  public int size() {
    return labels.length;
  }
}
