package dev.upcall.compiler.ir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The axes of a row-major tensor in two kinds, in as few runs as they can be walked in: neighbours
 * of one kind are one run, axes of one element none.
 */
public record AxisRuns(List<Run> kept, List<Run> reduced) {
  /**
   * Some axes as one.
   *
   * @param step elements from one to the next
   */
  public record Run(int size, int step) {}

  public AxisRuns {
    kept = List.copyOf(kept);
    reduced = List.copyOf(reduced);
  }

  /** The runs of {@code shape}, of which {@code axes} are reduced. */
  public static AxisRuns of(Shape shape, Collection<Integer> axes) {
    List<Run> kept = new ArrayList<>();
    List<Run> reduced = new ArrayList<>();
    int[] strides = Strides.rowMajor(shape);
    for (int axis = 0; axis < strides.length; axis++) {
      if (shape.dim(axis) != 1) {
        List<Run> runs = axes.contains(axis) ? reduced : kept;
        Run run = new Run(shape.dim(axis), strides[axis]);
        Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && last.step() == run.step() * run.size()) {
          runs.set(runs.size() - 1, new Run(last.size() * run.size(), run.step()));
        } else {
          runs.add(run);
        }
      }
    }
    return new AxisRuns(kept, reduced);
  }
}
