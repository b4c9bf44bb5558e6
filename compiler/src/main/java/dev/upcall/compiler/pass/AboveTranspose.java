package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Brings operands above a transposition where that moves no elements: because the same stands above
 * them, because they are constants, or because they have one element along all axes that would
 * change places.
 */
final class AboveTranspose {
  private final Transpose above;
  private final Permutation back;
  private final Sinking sinking;

  AboveTranspose(Transpose above, Sinking sinking) {
    this.above = above;
    this.back = new Permutation(above.permutation()).inverse();
    this.sinking = sinking;
  }

  boolean takes(Value operand) {
    return operand.shape().rank() <= back.axes().size()
        && (isUnder(operand)
            || sinking.rewriter().isConstant(operand)
            || back.keepsOrder(withLeadingOnes(operand.shape())));
  }

  /** What {@code operand}, which it {@link #takes}, is above the transposition. */
  Value moved(Value operand) {
    if (isUnder(operand)) {
      return sinking.transposeAbove(operand).orElseThrow().input();
    }
    Shape shape = withLeadingOnes(operand.shape());
    if (sinking.rewriter().isConstant(operand)) {
      ConstantData data = back.apply(shape, sinking.rewriter().constant(operand));
      return sinking.rewriter().constant(operand.name(), back.apply(shape), data);
    }
    return sinking.sinkNew(
        operand, back.apply(shape), out -> new Reshape(operand, out, above.source()));
  }

  private boolean isUnder(Value operand) {
    return sinking
        .transposeAbove(operand)
        .filter(other -> other.permutation().equals(above.permutation()))
        .isPresent();
  }

  private Shape withLeadingOnes(Shape shape) {
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.addAll(0, Collections.nCopies(back.axes().size() - shape.rank(), 1));
    return new Shape(dims);
  }
}
