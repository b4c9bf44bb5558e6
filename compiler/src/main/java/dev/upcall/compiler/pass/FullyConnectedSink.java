package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Of a product with a flattened, transposed map the weights' columns are reordered, so that the map
 * can be flattened as it is.
 */
final class FullyConnectedSink implements SinkRule<FullyConnected> {
  @Override
  public boolean sink(FullyConnected op, Sinking sinking) {
    Optional<Reshape> reshape = sinking.reshapeAbove(op.input());
    Optional<Transpose> transpose = reshape.flatMap(r -> sinking.transposeAbove(r.input()));
    if (transpose.isEmpty() || !sinking.rewriter().isConstant(op.weights())) {
      return false;
    }
    Value x = transpose.get().input();
    Permutation permutation = new Permutation(transpose.get().permutation());
    boolean keepsRows =
        permutation.axes().get(0) == 0 && x.shape().dim(0) == op.input().shape().dim(0);
    if (!keepsRows) {
      return false;
    }
    Value weights = reordered(op.weights(), permutation, x.shape(), sinking.rewriter());
    Value flat =
        sinking.sinkNew(
            op.input(), op.input().shape(), out -> new Reshape(x, out, reshape.get().source()));
    sinking.rewriter().emit(op.with(List.of(flat, weights, op.bias()), op.output()));
    return true;
  }

  /** [M,K], where K counts the elements of a map transposed by {@code permutation}. */
  private static Value reordered(
      Value weights, Permutation permutation, Shape map, Rewriter rewriter) {
    List<Integer> columns = new ArrayList<>(permutation.apply(map).dims());
    columns.set(0, weights.shape().dim(0));
    float[] moved = permutation.inverse().apply(new Shape(columns), rewriter.floats(weights));
    return rewriter.constant(weights.name(), weights.shape(), moved);
  }
}
