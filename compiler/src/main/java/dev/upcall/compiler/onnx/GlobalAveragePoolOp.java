package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Mean;
import java.util.List;

/** The mean over all axes but batch and channels, which stay as axes of one element. */
final class GlobalAveragePoolOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("GlobalAveragePool", 1);
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    int rank = input.shape().rank();
    if (rank < 3) {
      throw new ShapeException("operand " + input.shape() + " has no spatial axes");
    }
    List<Integer> spatial = Axes.all(rank).subList(2, rank);
    node.result(node.add(output -> new Mean(input, spatial, true, output, node.source())));
  }
}
