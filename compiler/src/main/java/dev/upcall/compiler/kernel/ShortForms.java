package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.quant.ChannelScaling;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.range.Accumulators;
import java.util.List;
import java.util.Optional;

/** Finds the short requantisation of operators with weights. */
final class ShortForms {
  private static final int NARROW_MULTIPLIER = 1 << 30;

  /** For twice the largest delta and correction. */
  private static final int NARROW_ROOM = 4096;

  private ShortForms() {}

  /** Empty where the exact form has to be computed. */
  static Optional<ShortForm> of(Linear op, List<Accumulators> reach) {
    return ShortFormSearch.find(
        ChannelScaling.of(op).factors(),
        op.output().type().qparams().zeroPoint(),
        ClampRange.of(op.activation(), op.output().type()),
        reach);
  }

  /**
   * A form that cores without long multiplication compute by halves: scaled accumulators of less
   * than 2^30, multipliers of at most that.
   */
  static Optional<ShortForm> narrow(Linear op, List<Accumulators> reach) {
    boolean fits = reach.stream().allMatch(c -> c.fits(ShortForm.FREE_BITS + 1, NARROW_ROOM));
    return fits
        ? ShortFormSearch.find(
            ChannelScaling.of(op).factors(),
            op.output().type().qparams().zeroPoint(),
            ClampRange.of(op.activation(), op.output().type()),
            reach,
            NARROW_MULTIPLIER)
        : Optional.empty();
  }

  /** A form without offset and correction, its shift being one of {@code shifts}. */
  static Optional<ShortForm> folded(Linear op, List<Accumulators> reach, List<Integer> shifts) {
    return ShortFormSearch.findFolded(
        ChannelScaling.of(op).factors(),
        op.output().type().qparams().zeroPoint(),
        ClampRange.of(op.activation(), op.output().type()),
        reach,
        shifts);
  }
}
