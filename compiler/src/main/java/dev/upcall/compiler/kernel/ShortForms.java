package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.quant.ChannelScaling;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.range.Accumulators;
import java.util.List;
import java.util.Optional;

/** Finds the short requantisation of operators with weights. */
final class ShortForms {
  private ShortForms() {}

  /** Empty where the exact form has to be computed. */
  static Optional<ShortForm> of(Linear op, List<Accumulators> reach) {
    return find(op, reach, ShortFormSearch.Width.FULL);
  }

  /** A form for cores without long multiplication, {@link ShortFormSearch.Width#NARROW}. */
  static Optional<ShortForm> narrow(Linear op, List<Accumulators> reach) {
    return find(op, reach, ShortFormSearch.Width.NARROW);
  }

  /** A form whose product is rounded down, {@link ShortFormSearch.Width#FLOORED}. */
  static Optional<ShortForm> floored(Linear op, List<Accumulators> reach) {
    return find(op, reach, ShortFormSearch.Width.FLOORED);
  }

  private static Optional<ShortForm> find(
      Linear op, List<Accumulators> reach, ShortFormSearch.Width width) {
    return ShortFormSearch.find(
        ChannelScaling.of(op).factors(),
        op.output().type().qparams().zeroPoint(),
        ClampRange.of(op.activation(), op.output().type()),
        reach,
        width);
  }

  /** A folded form that shifts by whole bytes. */
  static Optional<ShortForm> ofBytes(Linear op, List<Accumulators> reach) {
    return folded(op, reach, List.of(16, 8));
  }

  /** A form without offset and correction, its shift being one of {@code shifts}. */
  static Optional<ShortForm> folded(Linear op, List<Accumulators> reach, List<Integer> shifts) {
    return folded(op, reach, shifts, ShortFormSearch.Width.FULL);
  }

  /** A form without offset and correction, {@link ShortFormSearch.Width#EVEN}. */
  static Optional<ShortForm> halved(Linear op, List<Accumulators> reach) {
    return folded(op, reach, ShortFormSearch.SHIFTS_DOWN, ShortFormSearch.Width.EVEN);
  }

  private static Optional<ShortForm> folded(
      Linear op, List<Accumulators> reach, List<Integer> shifts, ShortFormSearch.Width width) {
    return ShortFormSearch.findFolded(
        ChannelScaling.of(op).factors(),
        op.output().type().qparams().zeroPoint(),
        ClampRange.of(op.activation(), op.output().type()),
        reach,
        shifts,
        width);
  }
}
