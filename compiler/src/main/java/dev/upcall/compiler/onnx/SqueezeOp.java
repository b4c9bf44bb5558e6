package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Drops axes of one element. */
final class SqueezeOp implements OnnxOp {
  static final int AXES_ARE_OPERAND = 13;

  @Override
  public OpSpec spec() {
    return OpSpec.of("Squeeze", 1, 2)
        .anyType()
        .attributes("axes")
        .constraints("the axes are constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    Shape shape = input.shape();
    List<Integer> axes =
        node.integersOfEither("axes", 1, AXES_ARE_OPERAND)
            .map(given -> Axes.normalize(given, shape.rank()))
            .orElseGet(
                () -> Axes.all(shape.rank()).stream().filter(a -> shape.dim(a) == 1).toList());
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!axes.contains(axis)) {
        dims.add(shape.dim(axis));
      } else if (shape.dim(axis) != 1) {
        throw new ShapeException("axis " + axis + " of " + shape + " has more than one element");
      }
    }
    node.result(node.reshape(input, new Shape(dims)));
  }
}
