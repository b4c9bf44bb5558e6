package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;
import java.util.Optional;

/**
 * An operator of one operand along the last axis goes above a transposition that leaves that axis
 * the last.
 */
final class LastAxisSink implements SinkRule<Op> {
  @Override
  public boolean sink(Op op, Sinking sinking) {
    Value input = op.inputs().get(0);
    int last = input.shape().rank() - 1;
    Optional<Transpose> above =
        sinking.transposeAbove(input).filter(t -> t.permutation().get(last) == last);
    if (above.isPresent()) {
      Value x = above.get().input();
      Value inner = sinking.sinkNew(op.output(), x.shape(), out -> op.with(List.of(x), out));
      sinking.transposeBelow(above.get(), inner, op.output());
    }
    return above.isPresent();
  }
}
