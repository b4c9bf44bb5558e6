package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;

final class QuantizeLinearOp implements OnnxOp {
  private static final int UINT8 = 2;

  @Override
  public OpSpec spec() {
    return OpSpec.of("QuantizeLinear", 2, 3)
        .since(10)
        .attributes("axis", "saturate", "block_size", "output_dtype")
        .constraints("to 8 or 16 bits", "no blocks");
  }

  @Override
  public void convert(NodeContext node) {
    DequantizeLinearOp.refuseBlocks(node);
    Value zeroPoint = node.has(2) ? node.any(2) : null;
    DType type = zeroPoint == null ? declared(node) : zeroPoint.type().dtype();
    if (!type.isInteger() || type == DType.BOOL || type.bytes() > 2) {
      throw node.unsupported("quantisation to " + type.irName(), "integers of 8 or 16 bits");
    }
    Quantization quantization = new Quantization(node, node.attributes().integer("axis", 1));
    node.result(quantization.quantize(node.input(0), node.input(1), zeroPoint, type));
  }

  private static DType declared(NodeContext node) {
    int number = node.attributes().integer("output_dtype", 0);
    return ElementTypes.find(number == 0 ? UINT8 : number)
        .orElseThrow(
            () -> node.unsupported("output_dtype " + ElementTypes.name(number), "8 or 16 bits"));
  }
}
