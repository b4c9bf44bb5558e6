package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Concat;
import java.util.ArrayList;
import java.util.List;

/** Operands may be constants; all are quantised like the output, whose bytes they become. */
final class ConcatenationOp implements TfliteOp {
  private static final int AXIS = 0;
  private static final int ACTIVATION = 1;

  /** More than any network joins at once. */
  private static final int MAX_OPERANDS = 64;

  @Override
  public OpSpec spec() {
    return OpSpec.of(2, 1, MAX_OPERANDS, 10, 2).constraints("operands and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs(); i++) {
      Value operand = node.activation(i);
      node.requireSameQuantization(operand);
      operands.add(operand);
    }
    if (node.options().activation(ACTIVATION) != Activation.NONE) {
      throw node.unsupported("a fused activation", "none");
    }
    int axis = Axes.of(node, node.options().integer(AXIS), operands.get(0).shape().rank());
    if (operands.stream().allMatch(node.tensors().builder()::isConstant)) {
      throw node.unsupported("constants alone", "an operand that the graph computes");
    }
    node.result(output -> new Concat(operands, axis, output, node.source()));
  }
}
