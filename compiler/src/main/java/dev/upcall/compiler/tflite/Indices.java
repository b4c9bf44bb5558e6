package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Gather;
import java.util.ArrayList;
import java.util.List;

/** Constant orders in which slices are gathered. */
final class Indices {
  private Indices() {}

  /** A constant of {@code indices}, each in 0..length-1. */
  static Value constant(OperatorContext node, Shape shape, int[] indices, int length) {
    for (int index : indices) {
      if (index < 0 || index >= length) {
        throw node.unsupported("index " + index, "0 to " + (length - 1));
      }
    }
    return node.tensors().builder().constant("indices", shape, ConstantData.ofInts(indices));
  }

  /** {@code input} gathered along one axis, as a value between this node's operand and output. */
  static Value along(OperatorContext node, Value input, int axis, int[] indices) {
    Value order = constant(node, Shape.of(indices.length), indices, input.shape().dim(axis));
    List<Integer> dims = new ArrayList<>(input.shape().dims());
    dims.set(axis, indices.length);
    return node.step(
        input.type().withShape(new Shape(dims)),
        output -> new Gather(input, order, axis, output, node.source()));
  }
}
