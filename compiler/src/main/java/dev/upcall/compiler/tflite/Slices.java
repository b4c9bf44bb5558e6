package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Parts of a tensor, as the operators that cut make them. */
final class Slices {
  private Slices() {}

  /** All of {@code input} along every axis but {@code axis}. */
  static Slice along(
      Value input, int axis, int start, int size, Value output, OperatorContext node) {
    List<Integer> starts = new ArrayList<>(Collections.nCopies(input.shape().rank(), 0));
    List<Integer> steps = Collections.nCopies(input.shape().rank(), 1);
    List<Integer> sizes = new ArrayList<>(input.shape().dims());
    starts.set(axis, start);
    sizes.set(axis, size);
    return new Slice(input, starts, steps, sizes, output, node.source());
  }
}
