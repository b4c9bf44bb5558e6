package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Of a product with flattened, transposed maps, one or several side by side, the weights' columns
 * are reordered, so that the maps can be flattened as they are.
 */
final class FullyConnectedSink implements SinkRule<FullyConnected> {
  @Override
  public boolean sink(FullyConnected op, Sinking sinking) {
    Rewriter rewriter = sinking.rewriter();
    Optional<Concat> joined =
        rewriter.producer(op.input(), Concat.class).filter(concat -> concat.axis() == 1);
    List<Value> parts = joined.map(Concat::inputs).orElse(List.of(op.input()));
    if (!rewriter.isConstant(op.weights())
        || parts.stream().allMatch(part -> transposeOf(part, sinking).isEmpty())) {
      return false;
    }
    Value weights = reordered(op.weights(), parts, sinking);
    List<Value> flat = parts.stream().map(part -> flattened(part, sinking)).toList();
    Value input =
        joined
            .map(
                concat ->
                    rewriter.add(
                        op.input(), out -> new Concat(flat, concat.axis(), out, concat.source())))
            .orElse(flat.get(0));
    rewriter.emit(op.with(List.of(input, weights, op.bias()), op.output()));
    return true;
  }

  private static Value flattened(Value part, Sinking sinking) {
    return transposeOf(part, sinking)
        .map(Transpose::input)
        .map(
            map ->
                sinking.sinkNew(
                    part,
                    part.shape(),
                    out ->
                        new Reshape(map, out, sinking.reshapeAbove(part).orElseThrow().source())))
        .orElse(part);
  }

  private static Value reordered(Value matrix, List<Value> parts, Sinking sinking) {
    float[] weights = sinking.rewriter().floats(matrix).clone();
    int column = 0;
    for (Value part : parts) {
      Optional<Transpose> transpose = transposeOf(part, sinking);
      if (transpose.isPresent()) {
        reorder(weights, matrix.shape(), column, transpose.get());
      }
      column += part.shape().dim(1);
    }
    return sinking.rewriter().constant(matrix.name(), matrix.shape(), weights);
  }

  /** What transposes the map that {@code part}, a matrix, is a view of; it keeps the rows. */
  private static Optional<Transpose> transposeOf(Value part, Sinking sinking) {
    return sinking
        .reshapeAbove(part)
        .flatMap(reshape -> sinking.transposeAbove(reshape.input()))
        .filter(
            transpose ->
                transpose.permutation().get(0) == 0
                    && transpose.input().shape().dim(0) == part.shape().dim(0));
  }

  /** The columns from {@code first} on, which count the elements of the map transposed. */
  private static void reorder(float[] weights, Shape matrix, int first, Transpose transpose) {
    Permutation permutation = new Permutation(transpose.permutation());
    List<Integer> map = new ArrayList<>(permutation.apply(transpose.input().shape()).dims());
    map.set(0, 1);
    Shape row = new Shape(map);
    float[] part = new float[row.size()];
    for (int i = 0; i < matrix.dim(0); i++) {
      int start = i * matrix.dim(1) + first;
      System.arraycopy(weights, start, part, 0, part.length);
      float[] moved = permutation.inverse().apply(row, part);
      System.arraycopy(moved, 0, weights, start, moved.length);
    }
  }
}
