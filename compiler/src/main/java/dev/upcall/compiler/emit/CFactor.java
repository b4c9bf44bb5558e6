package dev.upcall.compiler.emit;

import dev.upcall.compiler.quant.FixedPoint;

/** A fixed-point factor: Q31 multiplier and shift. */
public record CFactor(int multiplier, int shift) {
  static CFactor of(FixedPoint factor) {
    return new CFactor(factor.multiplier(), factor.shift());
  }
}
