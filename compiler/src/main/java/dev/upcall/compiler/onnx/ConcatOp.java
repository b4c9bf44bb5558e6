package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Concat;
import java.util.ArrayList;
import java.util.List;

/** Up to opset 3 {@code axis} may be left out and is 1. */
final class ConcatOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Concat", 1, OpSpec.MANY).anyType().attributes("axis");
  }

  @Override
  public void convert(NodeContext node) {
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs(); i++) {
      // An empty operand adds nothing; exporters write them where a shape has no further axes.
      if (node.any(i).shape().size() > 0) {
        operands.add(node.any(i));
      }
    }
    if (operands.isEmpty()) {
      operands.add(node.any(0));
    }
    int rank = operands.get(0).shape().rank();
    int axis = Axes.normalize(node.attributes().integer("axis", 1), rank);
    node.result(
        operands.size() == 1
            ? operands.get(0)
            : node.add(output -> new Concat(operands, axis, output, node.source())));
  }
}
