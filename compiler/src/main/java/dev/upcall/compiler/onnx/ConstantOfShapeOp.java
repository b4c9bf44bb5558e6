package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Shape;

/** A constant tensor of one repeated value. */
final class ConstantOfShapeOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("ConstantOfShape", 1)
        .anyType()
        .since(9)
        .attributes("value")
        .constraints("the shape is constant");
  }

  @Override
  public void convert(NodeContext node) {
    Shape shape = node.checkShape(node.longs(0, "shape"));
    ConstantData value =
        node.attributes()
            .tensor("value")
            .map(tensor -> node.read(tensor, "value").data())
            .orElse(ConstantData.ofFloats(new float[1]));
    if (value.length() != 1) {
      throw node.unsupported(value.length() + " values", "one value");
    }
    node.result(node.constant(node.source().name(), shape, repeat(value, shape.size())));
  }

  private static ConstantData repeat(ConstantData value, int times) {
    byte[] one = value.toBytes();
    byte[] all = new byte[Math.multiplyExact(one.length, times)];
    for (int i = 0; i < all.length; i++) {
      all[i] = one[i % one.length];
    }
    return ConstantData.ofRaw(value.dtype(), all);
  }
}
