package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The learned part of a normalisation. */
final class ScaleAndShift {
  private ScaleAndShift() {}

  /**
   * x scale + shift, both of which broadcast to x.
   *
   * @param shift null for none
   */
  static Value apply(NodeContext node, Value x, Value scale, Value shift) {
    Value scaled = node.add(o -> Binary.of(BinaryKind.MUL, x, scale, o, node.source()));
    Value result =
        shift == null
            ? scaled
            : node.add(o -> new Add(scaled, shift, Activation.NONE, o, node.source()));
    if (!result.shape().equals(x.shape())) {
      throw new ShapeException("scale " + scale.shape() + " for " + x.shape());
    }
    return result;
  }

  /** A vector of one element per index of axis 1 as it broadcasts to tensors of {@code rank}. */
  static Value alongAxis1(NodeContext node, Value vector, int rank) {
    if (vector.shape().rank() != 1 || rank < 2) {
      throw new ShapeException(vector.shape() + " along axis 1 of " + rank + " axes");
    }
    List<Integer> dims = new ArrayList<>(vector.shape().dims());
    dims.addAll(Collections.nCopies(rank - 2, 1));
    return node.reshape(vector, new Shape(dims));
  }
}
