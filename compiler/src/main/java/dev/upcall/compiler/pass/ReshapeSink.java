package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Two reshapes become one or none; one goes above the transposition if it splits axes, or joins
 * what lies side by side there too, or only adds or drops axes of 1.
 */
final class ReshapeSink implements SinkRule<Reshape> {
  @Override
  public boolean sink(Reshape op, Sinking sinking) {
    Optional<Reshape> above = sinking.reshapeAbove(op.input());
    Optional<Transpose> transpose = sinking.transposeAbove(op.input());
    if (op.input().shape().equals(op.output().shape())) {
      sinking.rewriter().replace(op.output(), op.input());
    } else if (above.isPresent()) {
      sinking.sink(new Reshape(above.get().input(), op.output(), op.source()));
    } else if (transpose.isPresent()
        && large(op.input().shape()).equals(large(op.output().shape()))) {
      aboveTranspose(op, transpose.get(), sinking);
    } else {
      return transpose.isPresent() && groupsAboveTranspose(op, transpose.get(), sinking);
    }
    return true;
  }

  /** Axes that are split, or joined and neighbours before the transposition too, are so there. */
  private static boolean groupsAboveTranspose(Reshape op, Transpose transpose, Sinking sinking) {
    Value x = transpose.input();
    if (x.shape().size() == 0 || x.shape().rank() == 0 || op.output().shape().rank() == 0) {
      return false;
    }
    ReshapeGroups groups = ReshapeGroups.of(op.input().shape(), op.output().shape());
    // The operand's axes of each group, without those of one element, which may be anywhere.
    List<List<Integer>> sources = new ArrayList<>();
    for (List<Integer> group : groups.from()) {
      sources.add(
          group.stream()
              .map(transpose.permutation()::get)
              .filter(axis -> x.shape().dim(axis) != 1)
              .toList());
    }
    List<Integer> order =
        IntStream.range(0, sources.size())
            .boxed()
            .sorted(Comparator.comparing(g -> sources.get(g).stream().findFirst().orElse(-1)))
            .toList();
    List<Integer> flat = order.stream().flatMap(g -> sources.get(g).stream()).toList();
    if (!flat.equals(flat.stream().sorted().toList())) {
      return false;
    }
    List<Integer> dims = new ArrayList<>();
    List<Integer> origins = new ArrayList<>();
    for (int group : order) {
      for (int axis : groups.to().get(group)) {
        dims.add(op.output().shape().dim(axis));
        origins.add(axis);
      }
    }
    List<Integer> axes = IntStream.range(0, dims.size()).mapToObj(origins::indexOf).toList();
    Value inner = sinking.sinkNew(x, new Shape(dims), out -> new Reshape(x, out, op.source()));
    sinking.sink(new Transpose(inner, axes, op.output(), op.source()));
    return true;
  }

  /**
   * The transposition's operand gets as many axes of 1 as the result has, all in front, then its
   * own larger axes in their order; transposed to the result's shape.
   */
  private static void aboveTranspose(Reshape op, Transpose transpose, Sinking sinking) {
    Value x = transpose.input();
    Shape result = op.output().shape();
    List<Integer> dims = new ArrayList<>(large(x.shape()));
    int ones = result.rank() - dims.size();
    dims.addAll(0, Collections.nCopies(ones, 1));
    List<Integer> order =
        transpose.permutation().stream().filter(axis -> x.shape().dim(axis) != 1).toList();
    List<Integer> sorted = order.stream().sorted().toList();
    List<Integer> axes = new ArrayList<>();
    int nextOne = 0;
    int nextLarge = 0;
    for (int dim : result.dims()) {
      axes.add(dim == 1 ? nextOne++ : ones + sorted.indexOf(order.get(nextLarge++)));
    }
    Value inner = sinking.sinkNew(x, new Shape(dims), out -> new Reshape(x, out, op.source()));
    sinking.sink(new Transpose(inner, axes, op.output(), op.source()));
  }

  /** The dimensions other than 1. */
  private static List<Integer> large(Shape shape) {
    return shape.dims().stream().filter(dim -> dim != 1).toList();
  }
}
