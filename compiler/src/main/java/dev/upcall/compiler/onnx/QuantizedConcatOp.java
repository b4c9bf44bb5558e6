package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * QLinearConcat of ONNX Runtime: the result's scale and zero point, then each operand with its own.
 */
final class QuantizedConcatOp implements OnnxOp {
  private static final int FIRST = 2;

  @Override
  public OpSpec spec() {
    return OpSpec.of(ContributedOp.DOMAIN + "QLinearConcat", FIRST + 3, OpSpec.MANY)
        .since(10)
        .anyType()
        .attributes("axis");
  }

  @Override
  public void convert(NodeContext node) {
    List<Value> reals = new ArrayList<>();
    for (int i = FIRST; i < node.inputs(); i += 3) {
      reals.add(ContributedOp.reals(node, i, 0));
    }
    Value joined = node.compute(new ConcatOp(), reals);
    node.result(ContributedOp.quantized(node, joined, 0));
  }
}
