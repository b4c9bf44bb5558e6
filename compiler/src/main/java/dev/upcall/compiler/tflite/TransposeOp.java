package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.List;

/** Operand 1 holds the order of the axes. */
final class TransposeOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(39, 2, 2, 26, 0)
        .constraints("constant permutation", "input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    node.requireSameQuantization(input);
    List<Integer> permutation = new ArrayList<>();
    for (int axis : node.integers(1, "permutation")) {
      permutation.add(Axes.of(node, axis, input.shape().rank()));
    }
    node.result(output -> new Transpose(input, permutation, output, node.source()));
  }
}
