package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Standardize;
import java.util.List;

/** Over all axes but batch and channels, [N,C,...]. */
final class InstanceNormalizationOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("InstanceNormalization", 3).attributes("epsilon");
  }

  @Override
  public void convert(NodeContext node) {
    Value x = node.input(0);
    int rank = x.shape().rank();
    if (rank < 3) {
      throw node.unsupported("operand " + x.shape(), "[N,C,...]");
    }
    List<Integer> axes = Axes.all(rank).subList(2, rank);
    float epsilon = node.attributes().real("epsilon", 1e-5f);
    Value standard = node.add(o -> new Standardize(x, axes, epsilon, o, node.source()));
    Value scale = ScaleAndShift.alongAxis1(node, node.input(1), rank);
    Value shift = ScaleAndShift.alongAxis1(node, node.input(2), rank);
    node.result(ScaleAndShift.apply(node, standard, scale, shift));
  }
}
