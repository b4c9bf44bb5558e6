package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;

/** The number of elements, which is known when compiling. */
final class SizeOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Size", 1).anyType();
  }

  @Override
  public void convert(NodeContext node) {
    long[] size = {node.any(0).shape().size()};
    node.result(
        node.constant(node.source().name(), Shape.of(), ConstantData.ofLongs(DType.INT64, size)));
  }
}
