package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;
import java.util.Optional;

/** An operator of one operand that treats every element alike goes above either. */
final class ElementwiseSink implements SinkRule<Op> {
  @Override
  public boolean sink(Op op, Sinking sinking) {
    Value input = op.inputs().get(0);
    Optional<Transpose> transpose = sinking.transposeAbove(input);
    if (transpose.isPresent()) {
      Value inner = onto(transpose.get().input(), op, sinking);
      sinking.transposeBelow(transpose.get(), inner, op.output());
      return true;
    }
    Optional<Reshape> reshape = sinking.reshapeAbove(input);
    if (reshape.isPresent()) {
      Value inner = onto(reshape.get().input(), op, sinking);
      sinking.reshapeBelow(reshape.get(), inner, op.output());
    }
    return reshape.isPresent();
  }

  private static Value onto(Value x, Op op, Sinking sinking) {
    return sinking.sinkNew(op.output(), x.shape(), out -> op.with(List.of(x), out));
  }
}
