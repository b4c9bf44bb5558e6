package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** The new shape is a constant; 0 copies a dimension (unless allowzero), one -1 takes the rest. */
final class ReshapeOp implements OnnxOp {
  private static final int SHAPE_IS_OPERAND = 5;

  @Override
  public OpSpec spec() {
    return OpSpec.of("Reshape", 1, 2)
        .anyType()
        .attributes("allowzero", "shape")
        .constraints("the shape is constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    List<Integer> wanted =
        node.integersOfEither("shape", 1, SHAPE_IS_OPERAND)
            .orElseThrow(() -> node.unsupported("no shape", "a shape"));
    boolean allowZero = node.attributes().flag("allowzero", false);
    List<Integer> dims = new ArrayList<>();
    int open = -1;
    long product = 1;
    for (int axis = 0; axis < wanted.size(); axis++) {
      int dim = wanted.get(axis);
      if (dim == 0 && !allowZero && axis < input.shape().rank()) {
        dim = input.shape().dim(axis);
      }
      if (dim == -1 && open < 0) {
        open = axis;
      } else if (dim < 0) {
        throw new ShapeException(input.shape() + " to " + wanted);
      } else {
        product = Math.multiplyExact(product, dim);
      }
      dims.add(dim);
    }
    if (open >= 0) {
      dims.set(open, Math.toIntExact(input.shape().size() / product));
    }
    node.result(node.reshape(input, new Shape(dims)));
  }
}
