package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Each output is a slice of one along an axis that it does not have. */
final class UnpackOp implements TfliteOp {
  private static final int AXIS = 1;

  @Override
  public OpSpec spec() {
    return OpSpec.of(88, 1, 1, 64, 2)
        .outputs(1, OpSpec.MANY)
        .constraints("input and outputs quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    int axis = Axes.of(node, node.options().integer(AXIS), input.shape().rank());
    if (node.outputs() != input.shape().dim(axis)) {
      throw node.unsupported(node.outputs() + " outputs", input.shape().dim(axis) + " of them");
    }
    List<Integer> dims = new ArrayList<>(input.shape().dims());
    dims.set(axis, 1);
    for (int i = 0; i < node.outputs(); i++) {
      OperatorContext part = node.ofOutput(i);
      part.requireSameQuantization(input);
      int at = i;
      part.resultAs(new Shape(dims), output -> Slices.along(input, axis, at, 1, output, node));
    }
  }
}
