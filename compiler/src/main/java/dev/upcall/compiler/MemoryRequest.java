package dev.upcall.compiler;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * How much memory the networks may take, and how their input and their weights come.
 *
 * @param budget bytes of RAM for the arena and all else that is static; empty if only the board
 *     sets a limit
 * @param rowFed the input comes row by row and never exists as a whole
 * @param packed weights are compressed in flash where that saves some
 */
public record MemoryRequest(OptionalInt budget, boolean rowFed, boolean packed) {
  /** As the objective has it, of whole inputs. */
  public static final MemoryRequest STANDARD = new MemoryRequest(OptionalInt.empty(), false, false);

  public MemoryRequest {
    Objects.requireNonNull(budget);
  }

  /** At most that many bytes. */
  public static MemoryRequest within(int bytes) {
    return new MemoryRequest(OptionalInt.of(bytes), false, false);
  }

  /** The same with an input that comes row by row. */
  public MemoryRequest byRows() {
    return new MemoryRequest(budget, true, packed);
  }

  /** The same with weights compressed in flash. */
  public MemoryRequest withPackedWeights() {
    return new MemoryRequest(budget, rowFed, true);
  }

  /** As options, each with a space before it. */
  String options() {
    return (budget.isPresent() ? " --ram-budget " + budget.getAsInt() : "")
        + (rowFed ? " --feed rows" : "")
        + (packed ? " --compress-weights" : "");
  }
}
