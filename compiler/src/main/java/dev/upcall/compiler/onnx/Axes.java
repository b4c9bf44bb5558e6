package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ShapeException;
import java.util.List;
import java.util.stream.IntStream;

/** Lists of axes as nodes give them: negative ones count from the end. */
final class Axes {
  private Axes() {}

  /** Sorted axes in 0..rank-1, each once. */
  static List<Integer> normalize(List<Integer> axes, int rank) {
    List<Integer> normal =
        axes.stream().map(a -> a < 0 ? a + rank : a).sorted().distinct().toList();
    if (normal.size() != axes.size() || normal.stream().anyMatch(a -> a < 0 || a >= rank)) {
      throw new ShapeException("axes " + axes + " of " + rank);
    }
    return normal;
  }

  /** One axis in 0..rank-1. */
  static int normalize(int axis, int rank) {
    return normalize(List.of(axis), rank).get(0);
  }

  static List<Integer> all(int rank) {
    return IntStream.range(0, rank).boxed().toList();
  }
}
