package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * Memory for one activation and all its views.
 *
 * @param values the value that is computed, then its views
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

  /** Whether some step needs both. */
  boolean meets(Buffer other) {
    return firstStep <= other.lastStep && other.firstStep <= lastStep;
  }

  boolean isLiveAt(int step) {
    return firstStep <= step && step <= lastStep;
  }
}
