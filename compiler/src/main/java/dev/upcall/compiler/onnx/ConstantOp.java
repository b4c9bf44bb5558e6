package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.core.onnx.TensorProto;
import java.util.List;
import java.util.Optional;

final class ConstantOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Constant", 0)
        .anyType()
        .attributes("value", "value_float", "value_floats", "value_int", "value_ints")
        .constraints("neither strings nor sparse tensors");
  }

  @Override
  public void convert(NodeContext node) {
    Attributes attributes = node.attributes();
    Optional<TensorProto> tensor = attributes.tensor("value");
    Optional<List<Float>> floats = attributes.reals("value_floats");
    Optional<List<Integer>> ints = attributes.integers("value_ints");
    if (tensor.isPresent()) {
      TensorReader.Tensor read = node.read(tensor.get(), "value");
      define(node, read.shape(), read.data());
    } else if (attributes.has("value_float")) {
      defineFloats(node, Shape.of(), List.of(attributes.real("value_float", 0)));
    } else if (attributes.has("value_int")) {
      defineInts(node, Shape.of(), List.of(attributes.integer("value_int", 0)));
    } else if (floats.isPresent()) {
      defineFloats(node, Shape.of(floats.get().size()), floats.get());
    } else if (ints.isPresent()) {
      defineInts(node, Shape.of(ints.get().size()), ints.get());
    } else {
      throw node.unsupported("no value", "one of " + spec().attributes());
    }
  }

  private static void defineFloats(NodeContext node, Shape shape, List<Float> values) {
    float[] elements = new float[values.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = values.get(i);
      if (!Float.isFinite(elements[i])) {
        throw node.unsupported("the element " + elements[i], "finite elements");
      }
    }
    define(node, shape, ConstantData.ofFloats(elements));
  }

  private static void defineInts(NodeContext node, Shape shape, List<Integer> values) {
    define(node, shape, ConstantData.ofInts(values.stream().mapToInt(i -> i).toArray()));
  }

  private static void define(NodeContext node, Shape shape, ConstantData data) {
    node.result(node.constant(node.source().name(), shape, data));
  }
}
