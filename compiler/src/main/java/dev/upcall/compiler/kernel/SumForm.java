package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activated;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.AddScaling;
import dev.upcall.compiler.quant.BinaryScaling;
import dev.upcall.compiler.quant.ClampRange;
import java.util.Optional;
import java.util.function.IntBinaryOperator;

/**
 * A quantised sum or difference by one rounding, proved equal to the reference for all 65 536 pairs
 * of inputs:
 *
 * <pre>
 *   y = clamp8((left * x + right * z + offset) &gt;&gt; shift)
 * </pre>
 *
 * @param left factor of the left input; all terms and their sum are int32
 * @param shift 1..22
 */
public record SumForm(int left, int right, int offset, int shift) implements Proved {
  private static final int MAX_SHIFT = 22;
  private static final int MIN_SHIFT = 16;

  /** Factors that are tried on either side of the exact one. */
  private static final int NEIGHBOURS = 3;

  /** The form for {@code op}, int8 throughout, or empty if none is found. */
  static Optional<SumForm> of(Add op) {
    AddScaling scaling = AddScaling.of(op.left().type(), op.right().type(), op.output().type());
    return of(op.left(), op.right(), op, 1, scaling::sum);
  }

  /** The form for a difference, int8 throughout, or empty if none is found. */
  static Optional<SumForm> of(Binary op) {
    return of(op.left(), op.right(), op, -1, BinaryScaling.of(op)::apply);
  }

  /**
   * @param sign of the right input
   * @param reference of inputs without zero points, before the output's is added
   */
  private static <O extends Op & Activated> Optional<SumForm> of(
      Value left, Value right, O op, int sign, IntBinaryOperator reference) {
    byte[][] outputs = outputs(left, right, op, reference);
    double output = op.output().type().qparams().scale();
    double a = left.type().qparams().scale() / output;
    double b = sign * right.type().qparams().scale() / output;
    for (int shift = MAX_SHIFT; shift >= MIN_SHIFT; shift--) {
      for (int i = 0; i < (2 * NEIGHBOURS + 1) * (2 * NEIGHBOURS + 1); i++) {
        Optional<SumForm> form =
            fit(
                outputs,
                near(a, shift, i % (2 * NEIGHBOURS + 1)),
                near(b, shift, i / (2 * NEIGHBOURS + 1)),
                shift);
        if (form.isPresent()) {
          return form;
        }
      }
    }
    return Optional.empty();
  }

  /** The exact factor first, then its neighbours, nearest first. */
  private static long near(double factor, int shift, int index) {
    int step = index % 2 == 0 ? -index / 2 : (index + 1) / 2;
    return Math.round(Math.scalb(factor, shift)) + step;
  }

  /** With the offset that every pair allows, if there is one. */
  private static Optional<SumForm> fit(byte[][] outputs, long left, long right, int shift) {
    long least = Long.MIN_VALUE;
    long most = Long.MAX_VALUE;
    for (int x = Byte.MIN_VALUE; x <= Byte.MAX_VALUE; x++) {
      for (int z = Byte.MIN_VALUE; z <= Byte.MAX_VALUE; z++) {
        int y = outputs[x + 128][z + 128];
        long sum = left * x + right * z;
        if (y > Byte.MIN_VALUE) {
          least = Math.max(least, ((long) y << shift) - sum);
        }
        if (y < Byte.MAX_VALUE) {
          most = Math.min(most, ((y + 1L) << shift) - 1 - sum);
        }
      }
      if (least > most) {
        return Optional.empty();
      }
    }
    long offset = least == Long.MIN_VALUE ? most : least;
    long reach = 128 * (Math.abs(left) + Math.abs(right)) + Math.abs(offset);
    return reach > Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(new SumForm((int) left, (int) right, (int) offset, shift));
  }

  /** What the reference gives for each pair. */
  private static <O extends Op & Activated> byte[][] outputs(
      Value left, Value right, O op, IntBinaryOperator reference) {
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    int leftZero = left.type().qparams().zeroPoint();
    int rightZero = right.type().qparams().zeroPoint();
    int zeroPoint = op.output().type().qparams().zeroPoint();
    byte[][] outputs = new byte[256][256];
    for (int x = Byte.MIN_VALUE; x <= Byte.MAX_VALUE; x++) {
      for (int z = Byte.MIN_VALUE; z <= Byte.MAX_VALUE; z++) {
        int y = reference.applyAsInt(x - leftZero, z - rightZero) + zeroPoint;
        outputs[x + 128][z + 128] = (byte) range.clamp(y);
      }
    }
    return outputs;
  }
}
