package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** The new shape is a constant; 0 copies a dimension (unless allowzero), one -1 takes the rest. */
final class ReshapeOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Reshape", 2).attributes("allowzero").constraints("the shape is constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    List<Integer> wanted = node.integers(1, "shape");
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
      } else if (dim < 1) {
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
