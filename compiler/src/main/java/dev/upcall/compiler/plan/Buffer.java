package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.Value;
import java.util.List;
import java.util.OptionalInt;

/**
 * Memory for one activation, its views and what is computed in their place, or for a kernel's own
 * use.
 *
 * @param held the value that is as large as the buffer, then others in the same place and parts of
 *     it; none if it is scratch of the step
 * @param bytes its size
 * @param firstStep index of the step that writes it; -1 for the graph's input
 * @param lastStep index of the last step that reads it; the number of steps for the graph's output
 */
public record Buffer(List<Held> held, int bytes, int firstStep, int lastStep) {
  /** A value, and how many bytes behind the buffer's start it begins. */
  public record Held(Value value, int offset) {}

  public Buffer {
    held = List.copyOf(held);
  }

  /** The value that is as large as the buffer. */
  public Value value() {
    return held.get(0).value();
  }

  /** Where a value begins in this buffer, in bytes; empty if it lies elsewhere. */
  OptionalInt offset(Value value) {
    return held.stream()
        .filter(part -> part.value().id() == value.id())
        .mapToInt(Held::offset)
        .findFirst();
  }

  /** Whether values lie behind each other in it. */
  boolean hasParts() {
    return held.stream().anyMatch(part -> part.offset() > 0);
  }

  /** Memory that kernels of some steps need for themselves. */
  static Buffer scratch(int bytes, int firstStep, int lastStep) {
    return new Buffer(List.of(), bytes, firstStep, lastStep);
  }

  public boolean isScratch() {
    return held.isEmpty();
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
