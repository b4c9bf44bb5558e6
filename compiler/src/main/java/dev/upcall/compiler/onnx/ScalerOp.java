package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import java.util.List;

/**
 * (x - offset) scale, per feature or for all, as scikit-learn's scalers are exported
 * (onnx.ai/onnx/operators, domain ai.onnx.ml).
 */
final class ScalerOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("ai.onnx.ml.Scaler", 1).attributes("offset", "scale");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    Value offset = perFeature(node, "offset", input.shape());
    Value scale = perFeature(node, "scale", input.shape());
    Value centred = node.add(out -> Binary.of(BinaryKind.SUB, input, offset, out, node.source()));
    node.result(node.add(out -> Binary.of(BinaryKind.MUL, centred, scale, out, node.source())));
  }

  private static Value perFeature(NodeContext node, String name, Shape shape) {
    List<Float> given =
        node.attributes()
            .reals(name)
            .orElseThrow(() -> node.unsupported("no " + name, "offset and scale"));
    int features = shape.rank() == 0 ? 1 : shape.dim(shape.rank() - 1);
    if (given.size() != 1 && given.size() != features) {
      throw new ShapeException(given.size() + " elements of " + name + " for " + shape);
    }
    float[] elements = new float[given.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = given.get(i);
    }
    return node.constant(node.source().name() + "." + name, Shape.of(elements.length), elements);
  }
}
