package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Binary;
import java.util.List;
import java.util.Optional;

/**
 * A product as rows times a vector, such as channels scaled by what squeezing gave, or times as
 * many rows.
 *
 * @param rows the operand that is as large as the output
 * @param other of {@code count} elements, or as large
 * @param count elements of a row
 */
public record RowProduct(Value rows, Value other, int count) {
  /** Empty where an operand is repeated in another way. */
  public static Optional<RowProduct> of(Binary op) {
    int size = op.output().shape().size();
    if (op.left().shape().size() == size && op.right().shape().size() == size) {
      return Optional.of(new RowProduct(op.left(), op.right(), size));
    }
    for (List<Value> operands :
        List.of(List.of(op.left(), op.right()), List.of(op.right(), op.left()))) {
      Value rows = operands.get(0);
      Value other = operands.get(1);
      if (rows.shape().size() == size && isTail(other.shape(), op.output().shape())) {
        return Optional.of(new RowProduct(rows, other, other.shape().size()));
      }
    }
    return Optional.empty();
  }

  /** Whether a shape, but for leading ones, is how the other ends. */
  private static boolean isTail(Shape shape, Shape of) {
    boolean ended = false;
    for (int back = 1; back <= shape.rank(); back++) {
      boolean alike = shape.dim(-back) == of.dim(-back);
      if (ended ? shape.dim(-back) != 1 : !alike && shape.dim(-back) != 1) {
        return false;
      }
      ended |= !alike;
    }
    return true;
  }

  /** Whether every row is multiplied by the same. */
  public boolean repeats() {
    return count < rows.shape().size();
  }
}
