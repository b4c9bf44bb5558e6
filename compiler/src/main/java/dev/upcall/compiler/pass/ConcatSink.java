package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;
import java.util.Optional;

/** Operands that are transposed alike are joined before, along another axis. */
final class ConcatSink implements SinkRule<Concat> {
  @Override
  public boolean sink(Concat op, Sinking sinking) {
    Optional<Transpose> above =
        op.inputs().stream().flatMap(v -> sinking.transposeAbove(v).stream()).findFirst();
    if (above.isEmpty()) {
      return false;
    }
    AboveTranspose movable = new AboveTranspose(above.get(), sinking);
    boolean all = op.inputs().stream().allMatch(movable::takes);
    if (all) {
      List<Value> moved = op.inputs().stream().map(movable::moved).toList();
      int axis = above.get().permutation().get(op.axis());
      Value inner =
          sinking.rewriter().add(op.output(), out -> new Concat(moved, axis, out, op.source()));
      sinking.transposeBelow(above.get(), inner, op.output());
    }
    return all;
  }
}
