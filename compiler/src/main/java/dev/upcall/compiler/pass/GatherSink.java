package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;
import java.util.Optional;

/**
 * Elements of what is transposed are chosen before, along another axis. By one index, whose axis
 * goes, or by a list of them.
 */
final class GatherSink implements SinkRule<Gather> {
  @Override
  public boolean sink(Gather op, Sinking sinking) {
    Optional<Transpose> above = sinking.transposeAbove(op.input());
    int indices = op.indices().shape().rank();
    if (above.isEmpty() || indices > 1) {
      return false;
    }
    Permutation permutation = new Permutation(above.get().permutation());
    int axis = permutation.axes().get(op.axis());
    Value inner =
        sinking
            .rewriter()
            .add(
                op.output(),
                out -> new Gather(above.get().input(), op.indices(), axis, out, op.source()));
    Permutation rest = indices == 1 ? permutation : permutation.without(List.of(axis));
    sinking.sink(new Transpose(inner, rest.axes(), op.output(), above.get().source()));
    return true;
  }
}
