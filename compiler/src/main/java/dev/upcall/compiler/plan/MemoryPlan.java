package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.kernel.KernelProgram;
import java.util.List;

/**
 * A program and where its activations lie in the arena.
 *
 * @param placements in order of their first step
 * @param peakBytes size of the arena
 * @param lowerBoundBytes no arrangement of this program needs less
 * @param optimal whether it is known that none needs less than {@code peakBytes}
 */
public record MemoryPlan(
    KernelProgram program,
    List<Placement> placements,
    int peakBytes,
    int lowerBoundBytes,
    boolean optimal) {
  /**
   * A buffer at {@code offset} bytes from the arena's start; a multiple of the program's alignment.
   */
  public record Placement(Buffer buffer, int offset) {
    /** The byte after its last. */
    public int end() {
      return offset + buffer.bytes();
    }
  }

  public MemoryPlan {
    placements = List.copyOf(placements);
  }

  /** Where {@code value} lies. */
  public int offset(Value value) {
    return placement(value).offset();
  }

  /**
   * Where the scratch of a step lies.
   *
   * @param step of the program, one whose kernel has scratch
   */
  public int scratchOffset(int step) {
    return scratch(step).offset();
  }

  Placement scratch(int step) {
    return placements.stream()
        .filter(placement -> placement.buffer().isScratch())
        .filter(placement -> placement.buffer().firstStep() == step)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("step " + step + " has no scratch"));
  }

  /** The buffer that holds {@code value}, and where it lies. */
  public Placement placement(Value value) {
    for (Placement placement : placements) {
      for (Value held : placement.buffer().values()) {
        if (held.id() == value.id()) {
          return placement;
        }
      }
    }
    throw new IllegalArgumentException("%" + value.id() + " is not in the arena");
  }
}
