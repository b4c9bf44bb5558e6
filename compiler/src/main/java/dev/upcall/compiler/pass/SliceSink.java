package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.Optional;

/** A part of what is transposed is taken before, along other axes. */
final class SliceSink implements SinkRule<Slice> {
  @Override
  public boolean sink(Slice op, Sinking sinking) {
    Optional<Transpose> above = sinking.transposeAbove(op.input());
    if (above.isEmpty()) {
      return false;
    }
    Value x = above.get().input();
    Permutation back = new Permutation(above.get().permutation()).inverse();
    Value inner =
        sinking
            .rewriter()
            .add(
                op.output(),
                out ->
                    new Slice(
                        x,
                        back.apply(op.starts()),
                        back.apply(op.steps()),
                        back.apply(op.sizes()),
                        out,
                        op.source()));
    sinking.transposeBelow(above.get(), inner, op.output());
    return true;
  }
}
