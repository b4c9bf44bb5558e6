package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.Optional;

/** Two transpositions become one or none; one that only moves axes of 1 becomes a view. */
final class TransposeSink implements SinkRule<Transpose> {
  @Override
  public boolean sink(Transpose op, Sinking sinking) {
    Permutation permutation = new Permutation(op.permutation());
    Optional<Transpose> above = sinking.transposeAbove(op.input());
    if (above.isPresent()) {
      Permutation both = permutation.after(new Permutation(above.get().permutation()));
      sinking.sink(new Transpose(above.get().input(), both.axes(), op.output(), op.source()));
    } else if (permutation.isIdentity()) {
      sinking.rewriter().replace(op.output(), op.input());
    } else if (permutation.keepsOrder(op.input().shape())) {
      sinking.sink(new Reshape(op.input(), op.output(), op.source()));
    } else {
      return false;
    }
    return true;
  }
}
