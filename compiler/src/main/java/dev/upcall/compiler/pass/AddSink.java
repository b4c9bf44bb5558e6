package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A sum goes above what stands above both its operands alike; constants are moved along. */
final class AddSink implements SinkRule<Add> {
  @Override
  public boolean sink(Add op, Sinking sinking) {
    boolean constantLeft = sinking.rewriter().isConstant(op.left());
    if (constantLeft || sinking.rewriter().isConstant(op.right())) {
      Value constant = constantLeft ? op.left() : op.right();
      Value other = constantLeft ? op.right() : op.left();
      return constantAboveTranspose(op, other, constant, sinking)
          || constantAboveReshape(op, other, constant, sinking);
    }
    return aboveTransposes(op, sinking) || aboveReshapes(op, sinking);
  }

  private static boolean aboveTransposes(Add op, Sinking sinking) {
    Optional<Transpose> left = sinking.transposeAbove(op.left());
    Optional<Transpose> right = sinking.transposeAbove(op.right());
    boolean alike =
        left.isPresent()
            && right.isPresent()
            && left.get().permutation().equals(right.get().permutation());
    if (alike) {
      Value inner = sum(op, left.get().input(), right.get().input(), sinking);
      sinking.transposeBelow(left.get(), inner, op.output());
    }
    return alike;
  }

  private static boolean aboveReshapes(Add op, Sinking sinking) {
    Optional<Reshape> left = sinking.reshapeAbove(op.left());
    Optional<Reshape> right = sinking.reshapeAbove(op.right());
    boolean alike =
        left.isPresent()
            && right.isPresent()
            && op.left().shape().equals(op.right().shape())
            && left.get().input().shape().equals(right.get().input().shape());
    if (alike) {
      Value inner = sum(op, left.get().input(), right.get().input(), sinking);
      sinking.reshapeBelow(left.get(), inner, op.output());
    }
    return alike;
  }

  private static boolean constantAboveTranspose(
      Add op, Value other, Value constant, Sinking sinking) {
    Optional<Transpose> above = sinking.transposeAbove(other);
    if (above.isEmpty() || constant.shape().rank() > other.shape().rank()) {
      return false;
    }
    Rewriter rewriter = sinking.rewriter();
    Permutation back = new Permutation(above.get().permutation()).inverse();
    Shape shape = withLeadingOnes(constant.shape(), other.shape().rank());
    float[] elements = back.apply(shape, rewriter.floats(constant));
    Value moved = rewriter.constant(constant.name(), back.apply(shape), elements);
    Value inner = sum(op, above.get().input(), moved, sinking);
    sinking.transposeBelow(above.get(), inner, op.output());
    return true;
  }

  /** Only a constant per element of the last axis, or a single one, fits the shape before too. */
  private static boolean constantAboveReshape(
      Add op, Value other, Value constant, Sinking sinking) {
    Optional<Reshape> above = sinking.reshapeAbove(other);
    int size = constant.shape().size();
    boolean fits =
        above.isPresent()
            && op.output().shape().equals(other.shape())
            && above.get().input().shape().rank() > 0
            && above.get().input().shape().dim(-1) == other.shape().dim(-1)
            && (size == 1 || size == constant.shape().dim(-1));
    if (fits) {
      Rewriter rewriter = sinking.rewriter();
      Value flat = rewriter.constant(constant.name(), Shape.of(size), rewriter.floats(constant));
      Value inner = sum(op, above.get().input(), flat, sinking);
      sinking.reshapeBelow(above.get(), inner, op.output());
    }
    return fits;
  }

  private static Value sum(Add op, Value left, Value right, Sinking sinking) {
    Shape shape = new Add(left, right, op.activation(), op.output(), op.source()).inferShape();
    return sinking.sinkNew(
        op.output(), shape, out -> new Add(left, right, op.activation(), out, op.source()));
  }

  private static Shape withLeadingOnes(Shape shape, int rank) {
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.addAll(0, Collections.nCopies(rank - shape.rank(), 1));
    return new Shape(dims);
  }
}
