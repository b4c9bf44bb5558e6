package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.ChannelScaling;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;

/**
 * What a sum of products starts with and what becomes of it. A bias of int32 means an accumulator
 * of 32 bits, which wraps, and double rounding; one of int64, which int16 activations have, an
 * accumulator of 64 bits and a short multiplier.
 */
final class Accumulator {
  private final long[] bias;
  private final boolean wide;
  private final ChannelScaling scaling;
  private final int outputZero;
  private final ClampRange range;

  /** Of an operator with {@code channels} output channels. */
  <O extends Op & Linear> Accumulator(O op, Tensors tensors) {
    this.bias = tensors.longs(op.bias());
    this.wide = op.bias().type().dtype() == DType.INT64;
    this.scaling = ChannelScaling.of(op);
    this.outputZero = op.output().type().qparams().zeroPoint();
    this.range = ClampRange.of(op.activation(), op.output().type());
  }

  long bias(int channel) {
    return bias[channel];
  }

  /** The output element of what was accumulated. */
  int scale(int channel, long accumulated) {
    FixedPoint factor = scaling.factor(channel);
    int scaled = wide ? factor.apply(accumulated) : factor.apply((int) accumulated);
    return range.clamp(scaled + outputZero);
  }
}
