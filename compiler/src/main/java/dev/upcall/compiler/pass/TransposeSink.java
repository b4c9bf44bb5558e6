package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two transpositions become one or none, also where a reshape that joins axes is between them; one
 * that only moves axes of 1 becomes a view.
 */
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
      return aboveReshape(op, sinking);
    }
    return true;
  }

  /** Where only a reshape is between two transpositions, they meet if it moves below both. */
  private static boolean aboveReshape(Transpose op, Sinking sinking) {
    Optional<Reshape> reshape = sinking.reshapeAbove(op.input());
    if (reshape.flatMap(r -> sinking.transposeAbove(r.input())).isEmpty()
        || op.input().shape().size() == 0
        || op.input().shape().rank() == 0) {
      return false;
    }
    Value x = reshape.get().input();
    ReshapeGroups groups = ReshapeGroups.of(x.shape(), op.input().shape());
    List<Integer> blocks = new ArrayList<>();
    for (int axis : op.permutation()) {
      int group = groupOf(axis, groups.to());
      boolean first = blocks.isEmpty() || blocks.get(blocks.size() - 1) != group;
      if (first) {
        blocks.add(group);
      }
    }
    List<Integer> kept = blocks.stream().flatMap(g -> groups.to().get(g).stream()).toList();
    if (!kept.equals(op.permutation())) {
      return false;
    }
    List<Integer> axes = blocks.stream().flatMap(g -> groups.from().get(g).stream()).toList();
    Shape moved = new Permutation(axes).apply(x.shape());
    Value inner =
        sinking.sinkNew(op.output(), moved, out -> new Transpose(x, axes, out, op.source()));
    sinking.sink(new Reshape(inner, op.output(), reshape.get().source()));
    return true;
  }

  private static int groupOf(int axis, List<List<Integer>> groups) {
    int group = 0;
    while (!groups.get(group).contains(axis)) {
      group++;
    }
    return group;
  }
}
