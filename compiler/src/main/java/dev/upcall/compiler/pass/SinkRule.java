package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.op.Op;

/** How one operator changes places with the transposition or reshape above it. */
@FunctionalInterface
interface SinkRule<O extends Op> {
  /**
   * Emits operators that define {@code op}'s output in its place, if it can.
   *
   * @param op with its operands as they are called after the pass
   * @return whether it did; if not, nothing was emitted
   */
  boolean sink(O op, Sinking sinking);
}
