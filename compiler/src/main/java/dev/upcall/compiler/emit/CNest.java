package dev.upcall.compiler.emit;

import java.util.List;
import java.util.Optional;

/**
 * Nested loops that set every element of a result.
 *
 * @param indent spaces before its statements, four more where it is a block of its own
 * @param loops outermost first
 * @param fold what is computed before each element is set
 * @param bodyIndent spaces inside of the innermost loop
 * @param at index of the element that is set
 * @param value expression
 */
public record CNest(
    String indent,
    List<CPointer> operands,
    CPointer target,
    List<CLoop> loops,
    Optional<Fold> fold,
    String bodyIndent,
    String at,
    String value) {
  public CNest {
    operands = List.copyOf(operands);
    loops = List.copyOf(loops);
  }

  /** Whether something is computed before each element is set. */
  public boolean folds() {
    return fold.isPresent();
  }

  /** The fold there is. */
  public Fold folded() {
    return fold.orElseThrow();
  }

  /**
   * A state that goes through elements.
   *
   * @param type of the state, named {@code state}
   * @param start expression
   * @param step expression of the next state
   */
  public record Fold(String type, String start, List<CLoop> loops, String bodyIndent, String step) {
    public Fold {
      loops = List.copyOf(loops);
    }
  }
}
