package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.quant.BinaryScaling;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.quant.MeanScaling;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * One rounding in place of several, or of a division, proved equal to the reference for every
 * number that can come, a product of two int8 values or a sum of some:
 *
 * <pre>
 *   y = clamp8((factor * x + (x &lt; 0 ? below : offset)) &gt;&gt; shift)
 * </pre>
 *
 * <p>Where the reference rounds twice, ties away from zero, its steps below zero lie a little
 * higher than those above.
 *
 * @param factor more than 0
 * @param shift 0..30, where product and sum are int32 for every x; or {@link #WIDE}, where they
 *     have 64 bits
 * @param cases how many numbers can come
 */
public record RoundingForm(int factor, long offset, long below, int shift, int cases)
    implements Proved {
  /** The upper word of a long product. */
  public static final int WIDE = 32;

  private static final int MAX_SHIFT = 30;

  /** Factors that are tried for a shift, from the exact one upwards. */
  private static final int TRIES = 64;

  /** Numbers beyond which no factor would be fine enough in 32 bits. */
  private static final int MAX_CASES = 1 << 20;

  /** Of a product of int8 values. */
  static Optional<RoundingForm> ofProduct(Binary op) {
    int left = op.left().type().qparams().zeroPoint();
    int right = op.right().type().qparams().zeroPoint();
    int[] products =
        IntStream.range(0, 256 * 256)
            .map(i -> ((i >> 8) - 128 - left) * ((i & 255) - 128 - right))
            .sorted()
            .distinct()
            .toArray();
    BinaryScaling scaling = BinaryScaling.of(op);
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    int zeroPoint = op.output().type().qparams().zeroPoint();
    return wide(
        products,
        scale(op.left()) * scale(op.right()) / scale(op.output()),
        product -> range.clamp(scaling.apply(product, 1) + zeroPoint));
  }

  /** Of a mean of int8 values, from their sum less as many zero points. */
  static Optional<RoundingForm> ofMean(Mean op) {
    int count = op.input().shape().size() / op.output().shape().size();
    int inputZero = op.input().type().qparams().zeroPoint();
    int outputZero = op.output().type().qparams().zeroPoint();
    FixedPoint factor =
        MeanScaling.of(op.input().type().qparams(), op.output().type().qparams(), count);
    ClampRange range = ClampRange.of(Activation.NONE, op.output().type());
    return wide(
        IntStream.of(sums(count)).map(sum -> sum - inputZero * count).toArray(),
        scale(op.input()) / scale(op.output()) / count,
        sum -> range.clamp(factor.apply(sum) + outputZero));
  }

  /** Of windows that all have as many taps, rounded half away from zero. */
  static Optional<RoundingForm> ofPool(AveragePool2D op) {
    int count = op.kernelH() * op.kernelW();
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    return narrow(
        sums(count),
        1.0 / count,
        sum -> range.clamp((sum > 0 ? sum + count / 2 : sum - count / 2) / count));
  }

  private static double scale(Value value) {
    return value.type().qparams().scale();
  }

  /** All sums of so many int8 values; none where they are too many. */
  private static int[] sums(int count) {
    return count > MAX_CASES / 256
        ? new int[0]
        : IntStream.rangeClosed(-128 * count, 127 * count).toArray();
  }

  /** For a count, whose exact factor 32 bits suffice for. */
  private static Optional<RoundingForm> narrow(
      int[] numbers, double factor, IntUnaryOperator reference) {
    Steps steps = Steps.of(numbers, reference);
    for (int shift = MAX_SHIFT; shift >= 0; shift--) {
      long exact = Math.round(Math.scalb(factor, shift));
      for (long tried = Math.max(1, exact - 1); tried < exact + TRIES; tried++) {
        if (tried * steps.reach() > Integer.MAX_VALUE) {
          break;
        }
        Optional<RoundingForm> form = steps.fit(tried, shift);
        if (form.isPresent()) {
          return form;
        }
      }
    }
    return Optional.empty();
  }

  /** For scales, whose ratio is no simple number. */
  private static Optional<RoundingForm> wide(
      int[] numbers, double factor, IntUnaryOperator reference) {
    Steps steps = Steps.of(numbers, reference);
    long exact = Math.round(Math.scalb(factor, WIDE));
    for (int i = 0; i < TRIES && exact + TRIES <= Integer.MAX_VALUE; i++) {
      long tried = exact + (i % 2 == 0 ? i / 2 : -(i + 1) / 2);
      Optional<RoundingForm> form = tried > 0 ? steps.fit(tried, WIDE) : Optional.empty();
      if (form.isPresent()) {
        return form;
      }
    }
    return Optional.empty();
  }

  /**
   * What a form has to give, where that changes: between two numbers of one output all have it,
   * since a form does not fall.
   *
   * @param cases how many numbers there are in all
   */
  private record Steps(int[] numbers, int[] outputs, int cases) {
    /**
     * @param numbers that can come, ascending
     * @param reference int8
     */
    static Steps of(int[] numbers, IntUnaryOperator reference) {
      int[] all = IntStream.of(numbers).map(reference).toArray();
      int last = all.length - 1;
      int[] ends =
          IntStream.rangeClosed(0, last)
              .filter(
                  i ->
                      i == 0
                          || i == last
                          || all[i] != all[i - 1]
                          || all[i] != all[i + 1]
                          || numbers[i] >= 0 && numbers[i - 1] < 0
                          || numbers[i] < 0 && numbers[i + 1] >= 0)
              .toArray();
      return new Steps(
          IntStream.of(ends).map(i -> numbers[i]).toArray(),
          IntStream.of(ends).map(i -> all[i]).toArray(),
          all.length);
    }

    long reach() {
      return numbers.length == 0
          ? Integer.MAX_VALUE
          : Math.max(Math.abs((long) numbers[0]), Math.abs((long) numbers[numbers.length - 1]));
    }

    /** With the offset that every number allows, if there is one. */
    Optional<RoundingForm> fit(long factor, int shift) {
      if (numbers.length == 0) {
        return Optional.empty();
      }
      if (shift == WIDE) {
        OptionalLong below = offset(factor, shift, x -> x < 0);
        OptionalLong offset = offset(factor, shift, x -> x >= 0);
        return below.isPresent() && offset.isPresent()
            ? Optional.of(
                new RoundingForm((int) factor, offset.getAsLong(), below.getAsLong(), shift, cases))
            : Optional.empty();
      }
      OptionalLong offset = offset(factor, shift, x -> true);
      return offset.isPresent() && isInt(Math.abs(offset.getAsLong()) + factor * reach())
          ? Optional.of(
              new RoundingForm((int) factor, offset.getAsLong(), offset.getAsLong(), shift, cases))
          : Optional.empty();
    }

    private OptionalLong offset(long factor, int shift, IntPredicate these) {
      long least = Long.MIN_VALUE;
      long most = Long.MAX_VALUE;
      for (int i = 0; i < numbers.length; i++) {
        long scaled = factor * numbers[i];
        if (these.test(numbers[i]) && outputs[i] > Byte.MIN_VALUE) {
          least = Math.max(least, ((long) outputs[i] << shift) - scaled);
        }
        if (these.test(numbers[i]) && outputs[i] < Byte.MAX_VALUE) {
          most = Math.min(most, ((outputs[i] + 1L) << shift) - 1 - scaled);
        }
      }
      if (least > most) {
        return OptionalLong.empty();
      }
      boolean free = least == Long.MIN_VALUE && most == Long.MAX_VALUE;
      return OptionalLong.of(free ? 0 : least == Long.MIN_VALUE ? most : least);
    }

    private static boolean isInt(long value) {
      return value == (int) value;
    }
  }
}
