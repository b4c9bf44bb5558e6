package dev.upcall.training.data;

import dev.upcall.training.arch.MapShape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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

  /** The samples from one index to before another. */
  public Samples range(int from, int to) {
    return new Samples(
        shape,
        Arrays.copyOfRange(values, from, to),
        Arrays.copyOfRange(labels, from, to),
        background);
  }

  /** The samples whose true class is among those, labelled by its place there. */
  public Samples only(List<Integer> classes) {
    int[] chosen = IntStream.range(0, size()).filter(n -> classes.contains(labels[n])).toArray();
    return new Samples(
        shape,
        Arrays.stream(chosen).mapToObj(n -> values[n]).toArray(float[][]::new),
        Arrays.stream(chosen).map(n -> classes.indexOf(labels[n])).toArray(),
        background);
  }
}
