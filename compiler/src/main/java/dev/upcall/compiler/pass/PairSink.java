package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;
import java.util.Optional;

/**
 * An operator of broadcast operands goes above what stands above one of them, if the others can be
 * brought there without moving elements.
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
    AboveTranspose movable = new AboveTranspose(above, sinking);
    boolean all =
        op.output().shape().rank() == above.permutation().size()
            && op.inputs().stream().allMatch(movable::takes);
    if (all) {
      List<Value> moved = op.inputs().stream().map(movable::moved).toList();
      sinking.transposeBelow(above, inner(op, moved, sinking), op.output());
    }
    return all;
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
}
