package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.kernel.KernelProgram;
import java.util.List;
import java.util.Optional;

/**
 * A program and where its activations lie in the arena.
 *
 * @param placements in order of their first step
 * @param peakBytes size of the arena
 * @param lowerBoundBytes no arrangement of this program needs less
 * @param optimal whether it is known that none needs less than {@code peakBytes}
 * @param segments steps that are computed together, row by row; in order
 */
public record MemoryPlan(
    KernelProgram program,
    List<Placement> placements,
    int peakBytes,
    int lowerBoundBytes,
    boolean optimal,
    List<RowSegment> segments) {
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
    segments = List.copyOf(segments);
  }

  /** Of a program that runs step by step. */
  public MemoryPlan(
      KernelProgram program,
      List<Placement> placements,
      int peakBytes,
      int lowerBoundBytes,
      boolean optimal) {
    this(program, placements, peakBytes, lowerBoundBytes, optimal, List.of());
  }

  /** The arena, and what is static beside it to compute row by row. */
  public int ramBytes() {
    return peakBytes + rowStateBytes();
  }

  /** What counts the rows of segments. */
  public int rowStateBytes() {
    return segments.stream().mapToInt(RowSegment::stateBytes).sum();
  }

  /** The segment that a step is computed in, if it is not computed by itself. */
  public Optional<RowSegment> segment(int step) {
    return segments.stream().filter(segment -> segment.contains(step)).findFirst();
  }

  /** The segment that takes the graph's input row by row, if one does. */
  public Optional<RowSegment> fed() {
    return segments.stream().filter(RowSegment::fed).findFirst();
  }

  /** Where {@code value} lies. */
  public int offset(Value value) {
    Placement placement = placement(value);
    return placement.offset() + placement.buffer().offset(value).orElseThrow();
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
        .filter(placement -> placement.buffer().isLiveAt(step))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("step " + step + " has no scratch"));
  }

  /** The buffer that holds {@code value}, and where it lies. */
  public Placement placement(Value value) {
    for (Placement placement : placements) {
      if (placement.buffer().offset(value).isPresent()) {
        return placement;
      }
    }
    throw new IllegalArgumentException("%" + value.id() + " is not in the arena");
  }
}
