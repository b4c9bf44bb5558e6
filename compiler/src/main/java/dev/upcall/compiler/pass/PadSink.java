package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;
import java.util.Optional;

/** Padding above a transposition pads other axes. */
final class PadSink implements SinkRule<Pad> {
  @Override
  public boolean sink(Pad op, Sinking sinking) {
    Optional<Transpose> above = sinking.transposeAbove(op.input());
    if (above.isEmpty()) {
      return false;
    }
    Value x = above.get().input();
    List<Pad.Extent> padding =
        new Permutation(above.get().permutation()).inverse().apply(op.padding());
    Value inner =
        sinking
            .rewriter()
            .add(op.output(), out -> new Pad(x, padding, op.value(), out, op.source()));
    sinking.transposeBelow(above.get(), inner, op.output());
    return true;
  }
}
