package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * An operator of two broadcast operands goes above what stands above either, if the other one can
 * be brought there without moving elements: because the same stands above it, because it is a
 * constant, or because it has one element along all axes that would change places.
 */
final class PairSink implements SinkRule<Op> {
  @Override
  public boolean sink(Op op, Sinking sinking) {
    for (Value operand : op.inputs()) {
      Optional<Transpose> transpose = sinking.transposeAbove(operand);
      if (transpose.isPresent() && aboveTranspose(op, transpose.get(), sinking)) {
        return true;
      }
    }
    for (Value operand : op.inputs()) {
      Optional<Reshape> reshape = sinking.reshapeAbove(operand);
      if (reshape.isPresent() && aboveReshape(op, operand, reshape.get(), sinking)) {
        return true;
      }
    }
    return false;
  }

  private static boolean aboveTranspose(Op op, Transpose above, Sinking sinking) {
    Permutation back = new Permutation(above.permutation()).inverse();
    boolean all =
        op.output().shape().rank() == back.axes().size()
            && op.inputs().stream().allMatch(operand -> isMovable(operand, above, back, sinking));
    if (all) {
      List<Value> moved =
          op.inputs().stream().map(operand -> moved(operand, above, back, sinking)).toList();
      sinking.transposeBelow(above, inner(op, moved, sinking), op.output());
    }
    return all;
  }

  private static boolean isMovable(
      Value operand, Transpose above, Permutation back, Sinking sinking) {
    return isUnder(operand, above, sinking)
        || sinking.rewriter().isConstant(operand)
        || back.keepsOrder(withLeadingOnes(operand.shape(), back));
  }

  private static boolean isUnder(Value operand, Transpose above, Sinking sinking) {
    return sinking
        .transposeAbove(operand)
        .filter(other -> other.permutation().equals(above.permutation()))
        .isPresent();
  }

  /** What {@code operand} is above the transposition. */
  private static Value moved(Value operand, Transpose above, Permutation back, Sinking sinking) {
    if (isUnder(operand, above, sinking)) {
      return sinking.transposeAbove(operand).orElseThrow().input();
    }
    Shape shape = withLeadingOnes(operand.shape(), back);
    if (sinking.rewriter().isConstant(operand)) {
      ConstantData data = back.apply(shape, sinking.rewriter().constant(operand));
      return sinking.rewriter().constant(operand.name(), back.apply(shape), data);
    }
    return sinking.sinkNew(
        operand, back.apply(shape), out -> new Reshape(operand, out, above.source()));
  }

  /**
   * Both operands may be views of the same shape; or the other one is a constant per element of the
   * last axis, or a single one, which fits the shape before too.
   */
  private static boolean aboveReshape(Op op, Value operand, Reshape above, Sinking sinking) {
    Value x = above.input();
    if (!op.output().shape().equals(operand.shape()) || x.shape().rank() == 0) {
      return false;
    }
    boolean vector = x.shape().dim(-1) == lastOf(operand.shape());
    boolean all =
        op.inputs().stream()
            .allMatch(
                other ->
                    isViewLike(other, operand, x, sinking)
                        || (sinking.rewriter().isConstant(other) && isLine(other.shape(), vector)));
    if (all) {
      List<Value> moved =
          op.inputs().stream()
              .map(
                  other ->
                      isViewLike(other, operand, x, sinking)
                          ? sinking.reshapeAbove(other).orElseThrow().input()
                          : line(other, sinking.rewriter()))
              .toList();
      sinking.reshapeBelow(above, inner(op, moved, sinking), op.output());
    }
    return all;
  }

  private static boolean isViewLike(Value other, Value operand, Value x, Sinking sinking) {
    return other.shape().equals(operand.shape())
        && sinking
            .reshapeAbove(other)
            .filter(reshape -> reshape.input().shape().equals(x.shape()))
            .isPresent();
  }

  private static boolean isLine(Shape constant, boolean vector) {
    return constant.size() == 1 || (vector && constant.size() == lastOf(constant));
  }

  private static Value line(Value constant, Rewriter rewriter) {
    return rewriter.constant(
        constant.name(), Shape.of(constant.shape().size()), rewriter.constant(constant));
  }

  private static int lastOf(Shape shape) {
    return shape.rank() == 0 ? 1 : shape.dim(-1);
  }

  private static Value inner(Op op, List<Value> operands, Sinking sinking) {
    Shape shape = op.with(operands, op.output()).inferShape();
    return sinking.sinkNew(op.output(), shape, out -> op.with(operands, out));
  }

  private static Shape withLeadingOnes(Shape shape, Permutation permutation) {
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.addAll(0, Collections.nCopies(permutation.axes().size() - shape.rank(), 1));
    return new Shape(dims);
  }
}
