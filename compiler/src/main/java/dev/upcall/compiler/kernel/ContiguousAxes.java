package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A tensor as [outer, count, inner], where the axes that are reduced are the middle one.
 *
 * @param count elements of each reduction
 */
public record ContiguousAxes(int outer, int count, int inner) {
  /** Empty if the reduced axes do not lie side by side. */
  public static Optional<ContiguousAxes> of(Shape shape, List<Integer> axes) {
    int outer = 1;
    int count = 1;
    int inner = 1;
    boolean behind = false;
    for (int axis = 0; axis < shape.rank(); axis++) {
      int dim = shape.dim(axis);
      if (axes.contains(axis)) {
        if (behind && inner > 1) {
          return Optional.empty();
        }
        behind = true;
        count *= dim;
      } else if (behind) {
        inner *= dim;
      } else {
        outer *= dim;
      }
    }
    return Optional.of(new ContiguousAxes(outer, count, inner));
  }
}
