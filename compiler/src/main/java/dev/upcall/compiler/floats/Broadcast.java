package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.Value;

/** Stretches operands to a result's shape. */
final class Broadcast {
  private Broadcast() {}

  /** The elements of {@code operand} that go into each element of {@code out}. */
  static Tensor to(Shape out, Value operand, Tensor elements) {
    return operand.shape().equals(out)
        ? elements
        : elements.pick(Indexer.offsets(out, Strides.broadcast(operand.shape(), out), 0));
  }
}
