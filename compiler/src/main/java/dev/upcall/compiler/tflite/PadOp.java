package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Pad.Extent;
import java.util.ArrayList;
import java.util.List;

/** Operand 1 holds [rank,2] numbers, before and after each axis; what is added is real 0. */
final class PadOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(34, 2, 2, 22, 0)
        .constraints("constant padding", "input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    node.requireSameQuantization(input);
    int[] numbers = node.integers(1, "padding");
    if (numbers.length != 2 * input.shape().rank()) {
      throw node.unsupported(numbers.length + " paddings of " + input.shape(), "two for each axis");
    }
    List<Extent> padding = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      if (numbers[i] < 0 || numbers[i + 1] < 0) {
        throw node.unsupported("negative padding", "padding of at least 0");
      }
      padding.add(new Extent(numbers[i], numbers[i + 1]));
    }
    node.result(output -> new Pad(input, padding, 0, output, node.source()));
  }
}
