package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Gather;
import java.util.List;

/** Indices may be computed, of an embedding for instance; the device then keeps them in range. */
final class GatherOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Gather", 2).anyType().attributes("axis");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    int axis = Axes.normalize(node.attributes().integer("axis", 0), input.shape().rank());
    Value given = node.any(1);
    if (given.type().dtype() != DType.INT32 && given.type().dtype() != DType.INT64) {
      throw node.unsupported(
          "indices of " + given.type().dtype().irName(), "indices of i32 or i64");
    }
    Value indices = node.isConstantExpression(given) ? constant(node, input, axis) : given;
    node.result(node.add(output -> new Gather(input, indices, axis, output, node.source())));
  }

  private static Value constant(NodeContext node, Value input, int axis) {
    int length = input.shape().dim(axis);
    List<Integer> given = node.integers(1, "indices");
    int[] indices = new int[given.size()];
    for (int i = 0; i < indices.length; i++) {
      int index = given.get(i);
      if (index < -length || index >= length) {
        throw new ShapeException("index " + index + " of axis " + axis + " of " + input.shape());
      }
      indices[i] = index < 0 ? index + length : index;
    }
    return node.constant(
        node.source().name() + ".indices", node.any(1).shape(), ConstantData.ofInts(indices));
  }
}
