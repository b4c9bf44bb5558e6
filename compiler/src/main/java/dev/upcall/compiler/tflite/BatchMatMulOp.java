package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A side that the file has transposed is transposed back. */
final class BatchMatMulOp implements TfliteOp {
  private static final int LEFT_TRANSPOSED = 0;
  private static final int RIGHT_TRANSPOSED = 1;

  @Override
  public OpSpec spec() {
    return OpSpec.of(126, 2, 2, 101, 3);
  }

  @Override
  public void convert(OperatorContext node) {
    Value left = straight(node, node.activation(0), node.options().flag(LEFT_TRANSPOSED));
    Value right = straight(node, node.activation(1), node.options().flag(RIGHT_TRANSPOSED));
    node.result(output -> new MatMul(left, right, output, node.source()));
  }

  private static Value straight(OperatorContext node, Value value, boolean transposed) {
    int rank = value.shape().rank();
    if (!transposed || rank < 2) {
      return value;
    }
    List<Integer> permutation = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      permutation.add(axis);
    }
    Collections.swap(permutation, rank - 1, rank - 2);
    Shape shape = new Shape(permutation.stream().map(value.shape()::dim).toList());
    return node.step(
        value.type().withShape(shape),
        output -> new Transpose(value, permutation, output, node.source()));
  }
}
