package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.AxisRuns;
import dev.upcall.compiler.ir.op.Standardize;
import java.util.List;

/**
 * The numbers of a quantised {@link Standardize} over the elements of a row. With n elements q of
 * one scale, of sum S, both scale and zero point drop out:
 *
 * <pre>y = (n q - S) / sqrt(n sum(q^2) - S^2 + n^2 epsilon / scale^2)</pre>
 *
 * whose numerator and variance are exact integers. What is under the root is taken 256 times, for
 * the sake of epsilon, and its inverse root by {@link InverseRoot}.
 *
 * @param depth elements of a row
 * @param epsilon the addend under the root as {@code epsilon} 2^{@code epsilonShift}
 * @param factor 16 in steps of the output
 */
public record StandardizeScaling(int depth, int epsilon, int epsilonShift, FixedPoint factor) {
  /** Least step of an output: the largest result in such steps is within 32 bits. */
  static final double MIN_STEP = 0x1p-16;

  /** Twice what the longest row needs: no result is beyond the root of its length. */
  private static final double MAX_STEP = 2;

  /** Sums of as many squares are within 32 bits, what is under the root within 62. */
  private static final int MAX_DEPTH = 1 << 15;

  private static final int ROOT_BITS = 4;

  /**
   * @throws IllegalArgumentException saying why, where there is no integer form
   */
  public static StandardizeScaling of(Standardize op) {
    List<AxisRuns.Run> reduced = AxisRuns.of(op.input().shape(), op.axes()).reduced();
    if (reduced.size() != 1 || reduced.get(0).step() != 1) {
      throw new IllegalArgumentException("normalisation over axes that are not the last ones");
    }
    int depth = reduced.get(0).size();
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("normalisation over " + depth + " elements");
    }
    float step = op.output().type().qparams().scale();
    if (step < MIN_STEP || step > MAX_STEP) {
      throw new IllegalArgumentException("normalisation to steps of " + step);
    }
    double deviations = depth / (double) op.input().type().qparams().scale();
    double epsilon = Math.scalb(op.epsilon() * deviations * deviations, 2 * ROOT_BITS);
    if (!(epsilon >= 0 && epsilon < 0x1p61)) {
      throw new IllegalArgumentException("normalisation with epsilon " + op.epsilon());
    }
    int shift = Math.max(0, Math.getExponent(epsilon) - 29);
    int rounded = (int) Math.rint(Math.scalb(epsilon, -shift));
    return new StandardizeScaling(
        depth, rounded, shift, FixedPoint.of(Math.scalb(1.0, ROOT_BITS) / step));
  }

  /**
   * Brings n q - S to steps of the output.
   *
   * @param sum S
   * @param squares of q
   */
  public FixedPoint factor(int sum, int squares) {
    long variance = (long) depth * squares - (long) sum * sum;
    long spread = (variance << 2 * ROOT_BITS) + ((long) epsilon << epsilonShift);
    int halvings = 0;
    while (spread > Integer.MAX_VALUE) {
      spread >>= 2;
      halvings++;
    }
    FixedPoint root = InverseRoot.of((int) spread, 0);
    return new FixedPoint(
        FixedPoint.highMul(root.multiplier(), factor.multiplier()),
        root.shift() - halvings + factor.shift());
  }
}
