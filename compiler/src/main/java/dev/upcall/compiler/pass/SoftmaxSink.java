package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;
import java.util.Optional;

/** Softmax goes above a transposition that leaves the last axis the last. */
final class SoftmaxSink implements SinkRule<Softmax> {
  @Override
  public boolean sink(Softmax op, Sinking sinking) {
    int last = op.input().shape().rank() - 1;
    Optional<Transpose> above =
        sinking.transposeAbove(op.input()).filter(t -> t.permutation().get(last) == last);
    if (above.isPresent()) {
      Value x = above.get().input();
      Value inner = sinking.sinkNew(op.output(), x.shape(), out -> op.with(List.of(x), out));
      sinking.transposeBelow(above.get(), inner, op.output());
    }
    return above.isPresent();
  }
}
