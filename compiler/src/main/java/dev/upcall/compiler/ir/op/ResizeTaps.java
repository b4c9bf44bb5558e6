package dev.upcall.compiler.ir.op;

import java.util.List;

/**
 * From which elements of one axis each element of the resized axis is summed.
 *
 * @param count taps per output element
 * @param indices of the operand's elements, {@code count} for each output element in turn
 * @param weights of the same; TFLite's fixed-point ones are multiples of 1/1024
 */
public record ResizeTaps(int count, List<Integer> indices, List<Float> weights) {
  public ResizeTaps {
    indices = List.copyOf(indices);
    weights = List.copyOf(weights);
    if (count < 1 || indices.size() != weights.size() || indices.size() % count != 0) {
      throw new IllegalArgumentException(
          count + " taps: " + indices.size() + " indices, " + weights.size() + " weights");
    }
  }

  /** Elements along the resized axis. */
  public int size() {
    return indices.size() / count;
  }

  /** Whether all indices lie in 0..length-1. */
  boolean fits(int length) {
    return indices.stream().allMatch(index -> index >= 0 && index < length);
  }
}
