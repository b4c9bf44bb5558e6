package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;

/** To a matrix: the axes before {@code axis} by those from it on. */
final class FlattenOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Flatten", 1).anyType().attributes("axis");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    Shape shape = input.shape();
    int axis = node.attributes().integer("axis", 1);
    axis = axis < 0 ? axis + shape.rank() : axis;
    if (axis < 0 || axis > shape.rank()) {
      throw node.unsupported("axis of shape " + shape, "an axis of the operand");
    }
    int rows = new Shape(shape.dims().subList(0, axis)).size();
    int columns = new Shape(shape.dims().subList(axis, shape.rank())).size();
    node.result(node.reshape(input, Shape.of(rows, columns)));
  }
}
