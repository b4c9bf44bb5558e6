package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * Memory for one activation and all its views and what is computed in their place, or for a
 * kernel's own use.
 *
 * @param values the value that is computed, then others in the same place; none if it is scratch of
 *     the step
 * @param bytes its size
 * @param firstStep index of the step that writes it; -1 for the graph's input
 * @param lastStep index of the last step that reads it; the number of steps for the graph's output
 */
public record Buffer(List<Value> values, int bytes, int firstStep, int lastStep) {
  public Buffer {
    values = List.copyOf(values);
  }

  /** The value that is computed. */
  public Value value() {
    return values.get(0);
  }

  /** Memory that kernels of some steps need for themselves. */
  static Buffer scratch(int bytes, int firstStep, int lastStep) {
    return new Buffer(List.of(), bytes, firstStep, lastStep);
  }

  public boolean isScratch() {
    return values.isEmpty();
  }

  /** As in {@code %3}, or {@code scratch}. */
  public String label() {
    return isScratch() ? "scratch" : "%" + value().id();
  }

  /** Whether some step needs both. */
  boolean meets(Buffer other) {
    return firstStep <= other.lastStep && other.firstStep <= lastStep;
  }

  boolean isLiveAt(int step) {
    return firstStep <= step && step <= lastStep;
  }
}
