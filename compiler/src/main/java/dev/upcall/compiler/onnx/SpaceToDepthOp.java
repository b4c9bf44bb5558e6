package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;

final class SpaceToDepthOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("SpaceToDepth", 1).anyType().attributes("blocksize");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    int block = DepthSpace.block(node);
    if (input.shape().rank() != 4
        || input.shape().dim(2) % block != 0
        || input.shape().dim(3) % block != 0) {
      throw new ShapeException("blocks of " + block + " from " + input.shape());
    }
    node.result(Spatial.apply(node, input, x -> DepthSpace.toDepth(node, x, block)));
  }
}
