package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.List;

/**
 * Transposes as few axes as need be: those that stay side by side become one, and those of one
 * element go. Kernels loop over few axes; space to depth has six that are but three.
 */
final class MergeTransposedAxes implements Pass {
  private static final int FEW = 4;

  @Override
  public String name() {
    return "merge-transposed-axes";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    for (Op op : graph.ops()) {
      if (op instanceof Transpose transpose && op.output().shape().rank() > FEW) {
        merge(rewriter, transpose);
      } else {
        rewriter.emit(op);
      }
    }
    return rewriter.build();
  }

  private static void merge(Rewriter rewriter, Transpose op) {
    Shape in = op.input().shape();
    List<List<Integer>> blocks = blocks(op.permutation(), in);
    List<List<Integer>> sorted =
        blocks.stream().sorted((a, b) -> a.get(0).compareTo(b.get(0))).toList();
    Shape merged = new Shape(sorted.stream().map(block -> size(block, in)).toList());
    List<Integer> permutation = blocks.stream().map(sorted::indexOf).toList();
    Shape moved = new Permutation(permutation).apply(merged);
    Value flat = rewriter.add(op.input(), merged, out -> new Reshape(op.input(), out, op.source()));
    Value transposed =
        rewriter.add(op.output(), moved, out -> new Transpose(flat, permutation, out, op.source()));
    rewriter.emit(new Reshape(transposed, op.output(), op.source()));
  }

  /** Runs of the operand's axes that follow one another in the output too, in its order. */
  private static List<List<Integer>> blocks(List<Integer> permutation, Shape in) {
    List<Integer> large = permutation.stream().filter(axis -> in.dim(axis) != 1).toList();
    List<Integer> order = large.stream().sorted().toList();
    List<List<Integer>> blocks = new ArrayList<>();
    int last = -2;
    for (int axis : large) {
      int place = order.indexOf(axis);
      if (place != last + 1) {
        blocks.add(new ArrayList<>());
      }
      blocks.get(blocks.size() - 1).add(axis);
      last = place;
    }
    return blocks;
  }

  private static int size(List<Integer> axes, Shape shape) {
    return axes.stream().map(shape::dim).reduce(1, (a, b) -> a * b);
  }
}
