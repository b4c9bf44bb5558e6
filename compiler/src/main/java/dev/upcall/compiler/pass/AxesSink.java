package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.OverAxes;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;
import java.util.Optional;

/** An operator along some axes, above a transposition, is the same along others. */
final class AxesSink implements SinkRule<Op> {
  @Override
  public boolean sink(Op op, Sinking sinking) {
    OverAxes reduction = (OverAxes) op;
    Optional<Transpose> above = sinking.transposeAbove(reduction.input());
    if (above.isEmpty()) {
      return false;
    }
    Value x = above.get().input();
    Permutation permutation = new Permutation(above.get().permutation());
    List<Integer> axes = reduction.axes().stream().map(permutation.axes()::get).sorted().toList();
    Value inner = sinking.rewriter().add(op.output(), output -> reduction.along(x, axes, output));
    Permutation rest = reduction.keepsAxes() ? permutation : permutation.without(axes);
    sinking.sink(new Transpose(inner, rest.axes(), op.output(), above.get().source()));
    return true;
  }
}
