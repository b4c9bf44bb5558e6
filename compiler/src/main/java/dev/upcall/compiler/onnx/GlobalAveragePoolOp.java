package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.op.Mean;
import java.util.List;

/** The mean over all axes but batch and channels, which stay as axes of one element. */
final class GlobalAveragePoolOp implements OnnxOp {
  private static final List<Integer> SPATIAL_AXES = List.of(1, 2);

  @Override
  public OpSpec spec() {
    return OpSpec.of("GlobalAveragePool", 1).constraints("1D or 2D");
  }

  @Override
  public void convert(NodeContext node) {
    node.result(
        Spatial.apply(
            node,
            node.input(0),
            x -> node.add(output -> new Mean(x, SPATIAL_AXES, true, output, node.source()))));
  }
}
