package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Pad.Extent;
import java.util.ArrayList;
import java.util.List;

/** Operand 1 of the padding operators: [rank,2] numbers, before and after each axis. */
final class Paddings {
  private Paddings() {}

  static List<Extent> read(OperatorContext node, Shape input) {
    int[] numbers = node.integers(1, "padding");
    if (numbers.length != 2 * input.rank()) {
      throw node.unsupported(numbers.length + " paddings of " + input, "two for each axis");
    }
    List<Extent> padding = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      if (numbers[i] < 0
          || numbers[i + 1] < 0
          || (long) numbers[i] + numbers[i + 1] > node.greatest()) {
        throw node.unsupported(
            "padding by " + numbers[i] + " and " + numbers[i + 1], "padding of at least 0");
      }
      padding.add(new Extent(numbers[i], numbers[i + 1]));
    }
    return padding;
  }
}
