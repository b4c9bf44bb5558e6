package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;

final class DequantizeLinearOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("DequantizeLinear", 2, 3)
        .anyType()
        .since(10)
        .attributes("axis", "block_size")
        .constraints("no blocks");
  }

  @Override
  public void convert(NodeContext node) {
    refuseBlocks(node);
    Value integers = node.any(0);
    if (!integers.type().dtype().isInteger()) {
      throw node.unsupported("floats to dequantise", "integers");
    }
    Value zeroPoint = node.has(2) ? node.any(2) : null;
    Quantization quantization = new Quantization(node, node.attributes().integer("axis", 1));
    node.result(quantization.dequantize(integers, node.input(1), zeroPoint));
  }

  static void refuseBlocks(NodeContext node) {
    if (node.attributes().integer("block_size", 0) != 0) {
      throw node.unsupported("block_size", "scales per tensor or along an axis");
    }
  }
}
