package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.core.tensor.QParams;

/**
 * Factors of a quantised function of two elements.
 *
 * <ul>
 *   <li>SUB: as a sum's ({@link AddScaling}); TFLite's {@code sub_common.cc} and {@code
 *       reference/sub.h}
 *   <li>SQUARED_DIFFERENCE: both sides are brought to twice the larger scale, less shifted up, and
 *       {@code output} scales the square; {@code squared_difference.cc}
 *   <li>MUL: {@code output} scales the product; {@code mul_common.cc}, {@code integer_ops/mul.h}
 *   <li>DIV: {@code output} scales the quotient ({@link Quotient}); {@code div.cc}
 *   <li>PRELU: {@code output} scales elements above zero, {@code right} products of those below
 *       with their slope; {@code prelu_common.cc}, {@code reference/prelu.h}
 *   <li>MAX, MIN: none; both sides and the output are quantised alike
 * </ul>
 *
 * @param leftShift bits by which both sides of a difference are shifted up first
 */
public record BinaryScaling(
    BinaryKind kind, int leftShift, FixedPoint left, FixedPoint right, FixedPoint output) {
  private static final FixedPoint UNUSED = new FixedPoint(0, 0);

  /**
   * @throws IllegalArgumentException saying why, where TFLite has no integer form
   */
  public static BinaryScaling of(Binary op) {
    TensorType left = op.left().type();
    TensorType right = op.right().type();
    TensorType out = op.output().type();
    double outScale = out.qparams().scale();
    double leftScale = left.qparams().scale();
    double product = leftScale * right.qparams().scale() / outScale;
    return switch (op.kind()) {
      case SUB -> {
        AddScaling scaling = AddScaling.of(left, right, out);
        yield new BinaryScaling(
            op.kind(), scaling.leftShift(), scaling.left(), scaling.right(), scaling.output());
      }
      case SQUARED_DIFFERENCE -> squaredDifference(op);
      case DIV -> quotient(op);
      case MUL -> new BinaryScaling(op.kind(), 0, UNUSED, UNUSED, FixedPoint.of(product));
      case PRELU ->
          new BinaryScaling(
              op.kind(), 0, UNUSED, FixedPoint.of(product), FixedPoint.of(leftScale / outScale));
      case MAX, MIN -> {
        requireAlike(left.qparams(), out.qparams());
        requireAlike(right.qparams(), out.qparams());
        yield new BinaryScaling(op.kind(), 0, UNUSED, UNUSED, UNUSED);
      }
      default -> throw new IllegalArgumentException(op.mnemonic() + " of integers");
    };
  }

  /**
   * The result for two elements less their zero points, in steps of the output, its zero point not
   * yet added; not clamped.
   */
  public int apply(int x, int y) {
    return switch (kind) {
      case SUB -> output.apply(left.apply(x << leftShift) - right.apply(y << leftShift));
      case SQUARED_DIFFERENCE -> {
        int difference = left.apply(x << leftShift) - right.apply(y << leftShift);
        yield output.apply(difference * difference);
      }
      case DIV -> Quotient.of(x, y, output);
      case MUL -> output.apply(x * y);
      case PRELU -> x >= 0 ? output.apply(x) : right.apply(x * y);
      case MAX -> Math.max(x, y);
      default -> Math.min(x, y);
    };
  }

  private static BinaryScaling squaredDifference(Binary op) {
    double leftScale = op.left().type().qparams().scale();
    double rightScale = op.right().type().qparams().scale();
    double twiceMax = 2 * Math.max(leftScale, rightScale);
    // Of int16 the square of an unshifted difference already takes 32 bits.
    int up = op.output().type().dtype() == DType.INT16 ? 0 : 7;
    // A product of floats, as TFLite's integer times its float scale is.
    float step = (1 << 2 * up) * op.output().type().qparams().scale();
    return new BinaryScaling(
        op.kind(),
        up,
        FixedPoint.of(leftScale / twiceMax),
        FixedPoint.of(rightScale / twiceMax),
        FixedPoint.of(twiceMax * twiceMax / step));
  }

  private static BinaryScaling quotient(Binary op) {
    if (op.output().type().dtype() != DType.INT8) {
      throw new IllegalArgumentException("div of int16");
    }
    float divisor = op.right().type().qparams().scale() * op.output().type().qparams().scale();
    // A quotient of floats, as TFLite takes it.
    float factor = op.left().type().qparams().scale() / divisor;
    return new BinaryScaling(op.kind(), 0, UNUSED, UNUSED, FixedPoint.of(factor));
  }

  private static void requireAlike(QParams operand, QParams output) {
    if (!operand.equals(output)) {
      throw new IllegalArgumentException(
          "operand " + operand + ", output " + output + ": not quantised alike");
    }
  }
}
