package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;

final class DepthToSpaceOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("DepthToSpace", 1).anyType().attributes("blocksize", "mode");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    int block = DepthSpace.block(node);
    String mode = node.attributes().text("mode", "DCR");
    if (!mode.equals("DCR") && !mode.equals("CRD")) {
      throw node.unsupported("mode " + mode, "DCR or CRD");
    }
    if (input.shape().rank() != 4 || input.shape().dim(1) % (block * block) != 0) {
      throw new ShapeException("blocks of " + block + " from " + input.shape());
    }
    node.result(
        Spatial.apply(node, input, x -> DepthSpace.toSpace(node, x, block, mode.equals("CRD"))));
  }
}
