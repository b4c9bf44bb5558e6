package dev.upcall.compiler.kernel;

import dev.upcall.compiler.kernel.ShortForm.Channel;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.range.Accumulators;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Searches a {@link ShortForm} of a layer's requantisation and proves it.
 *
 * <p>The form is monotone in the accumulator, and so is the reference. Two monotone functions are
 * equal on a range if for every output value they begin at the same accumulator. For a shift, a
 * multiplier and a value k, the form gives at least k from some scaled accumulator V(k) on:
 *
 * <pre>
 *   V(k) = ceil(((k * 2^shift - offset) * 2^32 - 2^31) / multiplier)
 * </pre>
 *
 * <p>and without the 2^31 where products are rounded down.
 *
 * <p>Where T(k) is the reference's first accumulator, 256 T(k) + delta &gt;= V(k) and 256 (T(k) -
 * 1) + delta &lt; V(k) are all that has to hold: an interval for delta, another for delta -
 * correction where the accumulators are negative. If for every channel some multiplier near the
 * exact one leaves both non-empty, the layer has a short form, and otherwise it has none.
 */
final class ShortFormSearch {
  /** Of offset * 2^32 in a long, with room. */
  private static final int MAX_SHIFT = 21;

  /** Shifts that are tried, from the most precise one down. */
  private static final int SHIFTS = 4;

  /** All shifts, the most precise first. */
  static final List<Integer> SHIFTS_DOWN =
      IntStream.iterate(MAX_SHIFT, shift -> shift > 0, shift -> shift - 1).boxed().toList();

  /** Multipliers that are tried on either side of the exact one. */
  private static final int NEIGHBOURS = 600;

  private static final int MAX_DELTA = (1 << ShortForm.FREE_BITS) - 1;

  /** How wide the numbers of a form may be. */
  enum Width {
    /** Scaled accumulators are int32; room for the delta above, the largest correction below. */
    FULL(Integer.MAX_VALUE, ShortForm.FREE_BITS, 5 * MAX_DELTA, 1, true),

    /** The same for instructions that round a product down. */
    FLOORED(Integer.MAX_VALUE, ShortForm.FREE_BITS, 5 * MAX_DELTA, 1, false),

    /** The same with multipliers that are even, for instructions that double a product. */
    EVEN(Integer.MAX_VALUE, ShortForm.FREE_BITS, 5 * MAX_DELTA, 2, true),

    /**
     * Of scaled accumulators and multipliers no magnitude is above 2^30, so that cores without long
     * multiplication need not mind overflow when they multiply by halves. A constant channel's
     * accumulator may be wider: the lower half of its multiplier is 0.
     */
    NARROW(1 << 30, ShortForm.FREE_BITS + 1, 2 * 5 * MAX_DELTA, 1, true);

    private final int multiplier;
    private final int freeBits;
    private final int room;
    private final int step;
    private final boolean rounded;

    Width(int multiplier, int freeBits, int room, int step, boolean rounded) {
      this.multiplier = multiplier;
      this.freeBits = freeBits;
      this.room = room;
      this.step = step;
      this.rounded = rounded;
    }
  }

  private final List<Thresholds> channels = new ArrayList<>();
  private final List<FixedPoint> factors;
  private final int zeroPoint;
  private final boolean folded;
  private final Width width;

  /** The form, or empty if there is none or the scaled accumulators may leave int32. */
  static Optional<ShortForm> find(
      List<FixedPoint> factors, int zeroPoint, ClampRange range, List<Accumulators> reach) {
    return find(factors, zeroPoint, range, reach, Width.FULL);
  }

  /** The same with numbers no wider than {@code width}. */
  static Optional<ShortForm> find(
      List<FixedPoint> factors,
      int zeroPoint,
      ClampRange range,
      List<Accumulators> reach,
      Width width) {
    if (mayWrap(factors, reach)) {
      return Optional.empty();
    }
    return new ShortFormSearch(factors, zeroPoint, range, reach, false, width).search();
  }

  /**
   * A form without offset and correction, as for kernels that have no registers for them: the
   * offset is part of each channel's delta, which may be any int32.
   *
   * @param shifts to choose from, the best first
   * @param width {@link Width#FULL} or {@link Width#EVEN}
   */
  static Optional<ShortForm> findFolded(
      List<FixedPoint> factors,
      int zeroPoint,
      ClampRange range,
      List<Accumulators> reach,
      List<Integer> shifts,
      Width width) {
    if (mayWrap(factors, reach)) {
      return Optional.empty();
    }
    ShortFormSearch search = new ShortFormSearch(factors, zeroPoint, range, reach, true, width);
    return shifts.stream()
        .filter(shift -> shift <= search.mostPrecise())
        .flatMap(shift -> search.search(shift).stream())
        .findFirst();
  }

  private static boolean mayWrap(List<FixedPoint> factors, List<Accumulators> reach) {
    for (int channel = 0; channel < factors.size(); channel++) {
      if (!reach.get(channel).fits(Math.max(0, factors.get(channel).shift()), 0)) {
        return true;
      }
    }
    return false;
  }

  private ShortFormSearch(
      List<FixedPoint> factors,
      int zeroPoint,
      ClampRange range,
      List<Accumulators> reach,
      boolean folded,
      Width width) {
    this.width = width;
    this.factors = factors;
    this.zeroPoint = zeroPoint;
    this.folded = folded;
    for (int i = 0; i < factors.size(); i++) {
      channels.add(new Thresholds(factors.get(i), zeroPoint, range, reach.get(i)));
    }
  }

  private Optional<ShortForm> search() {
    int precise = mostPrecise();
    for (int shift = precise; shift > Math.max(0, precise - SHIFTS); shift--) {
      Optional<ShortForm> form = search(shift);
      if (form.isPresent()) {
        return form;
      }
    }
    return Optional.empty();
  }

  /** The shift at which the largest multiplier of a channel that varies is just under 2^31. */
  private int mostPrecise() {
    int least = 31;
    for (int i = 0; i < channels.size(); i++) {
      if (!channels.get(i).constant() && factors.get(i).multiplier() != 0) {
        least = Math.min(least, -factors.get(i).shift());
      }
    }
    return Math.min(MAX_SHIFT, least + ShortForm.FREE_BITS - 1);
  }

  private Optional<ShortForm> search(int shift) {
    int offset = folded ? 0 : (zeroPoint << shift) + (1 << (shift - 1));
    List<Channel> found = new ArrayList<>();
    boolean signed = false;
    for (int i = 0; i < channels.size(); i++) {
      Optional<Channel> channel = search(channels.get(i), factors.get(i), shift, offset);
      if (channel.isEmpty()) {
        return Optional.empty();
      }
      signed |= channel.get().correction() != 0;
      found.add(channel.get());
    }
    return Optional.of(new ShortForm(shift, offset, signed, width.rounded, found));
  }

  private Optional<Channel> search(
      Thresholds thresholds, FixedPoint factor, int shift, int offset) {
    if (thresholds.constant()) {
      int value = thresholds.reference(thresholds.reach().min());
      return Optional.of(Channel.constant(value, folded ? 0 : zeroPoint, shift));
    }
    if (factor.shift() > 0 || !thresholds.reach().fits(width.freeBits, width.room)) {
      return Optional.empty();
    }
    int right = -factor.shift() + ShortForm.FREE_BITS - 1 - shift;
    long exact = right < 0 ? 0 : ((long) factor.multiplier() >> right) / width.step;
    for (int i = 0; i <= 2 * NEIGHBOURS; i++) {
      long multiplier = width.step * (exact + (i % 2 == 0 ? -i / 2 : (i + 1) / 2));
      if (multiplier > 0 && multiplier <= width.multiplier) {
        Optional<Channel> channel = fit(thresholds, multiplier, shift, offset);
        if (channel.isPresent()) {
          return channel;
        }
      }
    }
    return Optional.empty();
  }

  /** What delta and correction make of a multiplier, if they can. */
  private Optional<Channel> fit(Thresholds thresholds, long multiplier, int shift, int offset) {
    Interval above = new Interval();
    Interval below = new Interval();
    Accumulators reach = thresholds.reach();
    for (int k = Thresholds.LOWEST; k <= Thresholds.HIGHEST; k++) {
      long need = (((long) k << shift) - offset << 32) - (width.rounded ? 1L << 31 : 0);
      long first = thresholds.first(k);
      long from = -Math.floorDiv(-need, multiplier);
      if (first <= reach.max()) {
        (first < 0 ? below : above).atLeast(from - scaled(first));
      }
      if (first > reach.min()) {
        (first - 1 < 0 ? below : above).atMost(from - 1 - scaled(first - 1));
      }
      if (above.isEmpty() || below.isEmpty()) {
        return Optional.empty();
      }
    }
    return folded ? any(above, below, reach, multiplier) : choose(above, below, multiplier);
  }

  /** One delta of whatever size for both signs, with which no accumulator leaves int32. */
  private static Optional<Channel> any(
      Interval above, Interval below, Accumulators reach, long multiplier) {
    above.atLeast(Math.max(below.min, Integer.MIN_VALUE - scaled(reach.min())));
    above.atMost(Math.min(below.max, Integer.MAX_VALUE - scaled(reach.max())));
    above.atLeast(Integer.MIN_VALUE);
    above.atMost(Integer.MAX_VALUE);
    return above.isEmpty()
        ? Optional.empty()
        : Optional.of(new Channel(false, (int) multiplier, (int) above.min, 0));
  }

  private Optional<Channel> choose(Interval above, Interval below, long multiplier) {
    // Without a correction where one delta serves both signs.
    Interval both = new Interval();
    both.atLeast(Math.max(above.min, below.min));
    both.atMost(Math.min(above.max, below.max));
    // What rounds down may need a little more than an accumulator's step.
    both.atLeast(width.rounded ? 0 : -MAX_DELTA);
    both.atMost(width.rounded ? MAX_DELTA : 2 * MAX_DELTA);
    if (!both.isEmpty()) {
      return Optional.of(new Channel(false, (int) multiplier, (int) both.min, 0));
    }
    above.atLeast(0);
    above.atMost(MAX_DELTA);
    if (above.isEmpty()) {
      return Optional.empty();
    }
    long delta = above.max;
    long correction = delta - Math.min(below.max, delta);
    boolean holds = correction >= 0 && delta - correction >= below.min;
    return holds && correction <= 4 * MAX_DELTA
        ? Optional.of(new Channel(false, (int) multiplier, (int) delta, (int) correction))
        : Optional.empty();
  }

  private static long scaled(long acc) {
    return acc << ShortForm.FREE_BITS;
  }

  /** Integers from min to max. */
  private static final class Interval {
    private long min = Long.MIN_VALUE;
    private long max = Long.MAX_VALUE;

    void atLeast(long bound) {
      min = Math.max(min, bound);
    }

    void atMost(long bound) {
      max = Math.min(max, bound);
    }

    boolean isEmpty() {
      return min > max;
    }
  }
}
