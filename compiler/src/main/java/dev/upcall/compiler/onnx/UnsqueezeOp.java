package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Inserts axes of one element; the axes are those of the result. */
final class UnsqueezeOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Unsqueeze", 1, 2)
        .anyType()
        .attributes("axes")
        .constraints("the axes are constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    List<Integer> given =
        node.integersOfEither("axes", 1, SqueezeOp.AXES_ARE_OPERAND)
            .orElseThrow(() -> node.unsupported("no axes", "axes"));
    List<Integer> axes = Axes.normalize(given, input.shape().rank() + given.size());
    List<Integer> dims = new ArrayList<>(input.shape().dims());
    for (int axis : axes) {
      dims.add(axis, 1);
    }
    node.result(node.reshape(input, new Shape(dims)));
  }
}
