package dev.upcall.compiler.kernel;

import java.util.List;

/**
 * Requantisation of a layer by one high product, proved equal to the reference for every
 * accumulator that the layer can reach ({@link ShortFormSearch}):
 *
 * <pre>
 *   a = 256 * acc + delta                          delta comes with the bias
 *   if a &lt; 0: a -= correction                      only in a signed form
 *   y = clamp8((offset + round(a * multiplier / 2^32)) &gt;&gt; shift)
 * </pre>
 *
 * For cores that have no rounding high product, but one that rounds down, floor stands for round.
 *
 * @param shift 1..21
 * @param offset (zero point &lt;&lt; shift) + half a unit; 0 if the deltas hold it
 * @param signed some channel needs its correction
 * @param rounded products are rounded to nearest; else down
 * @param channels one per output channel
 */
public record ShortForm(
    int shift, int offset, boolean signed, boolean rounded, List<Channel> channels)
    implements Proved {
  /** Low bits of a scaled accumulator that the real one leaves free. */
  static final int FREE_BITS = 8;

  /**
   * @param constant the output is the same for every input: the accumulator is left out, as if it
   *     were 0
   * @param multiplier 0..2^31-1
   * @param delta 0..255; any if the channel is constant or the form has no offset; -255..510 if
   *     products are rounded down
   * @param correction what the second rounding of the reference takes from negative numbers, at
   *     least 0
   */
  public record Channel(boolean constant, int multiplier, int delta, int correction) {
    /** Gives {@code value} whatever the accumulator. */
    static Channel constant(int value, int zeroPoint, int shift) {
      return value == zeroPoint
          ? new Channel(true, 0, 0, 0)
          : new Channel(true, 1 << 30, (value - zeroPoint) << (shift + 2), 0);
    }
  }

  public ShortForm {
    channels = List.copyOf(channels);
  }

  /**
   * What the scaled accumulator of a channel begins with; wraps, as it does.
   *
   * @param bias of the accumulator
   */
  public int start(int channel, int bias) {
    Channel c = channels.get(channel);
    return (c.constant() ? 0 : bias << FREE_BITS) + c.delta();
  }

  /**
   * What the form makes of an accumulator: the arithmetic of the kernels, instruction by
   * instruction.
   */
  int apply(int channel, int acc) {
    Channel c = channels.get(channel);
    int a = (c.constant() ? 0 : acc << FREE_BITS) + c.delta();
    if (a < 0) {
      a -= c.correction();
    }
    int high = (int) (((long) a * c.multiplier() + (rounded ? 1L << 31 : 0)) >> 32);
    return Math.max(-128, Math.min(127, (offset + high) >> shift));
  }
}
