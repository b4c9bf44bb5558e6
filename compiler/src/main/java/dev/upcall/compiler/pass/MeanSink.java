package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;
import java.util.Optional;

/** A mean above a transposition is one over other axes. */
final class MeanSink implements SinkRule<Mean> {
  @Override
  public boolean sink(Mean op, Sinking sinking) {
    Optional<Transpose> above = sinking.transposeAbove(op.input());
    if (above.isEmpty()) {
      return false;
    }
    Value x = above.get().input();
    Permutation permutation = new Permutation(above.get().permutation());
    List<Integer> axes = op.axes().stream().map(permutation.axes()::get).sorted().toList();
    Value inner =
        sinking
            .rewriter()
            .add(op.output(), out -> new Mean(x, axes, op.keepDims(), out, op.source()));
    Permutation rest = op.keepDims() ? permutation : permutation.without(axes);
    sinking.sink(new Transpose(inner, rest.axes(), op.output(), above.get().source()));
    return true;
  }
}
