package dev.upcall.compiler.plan;

import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.KernelChoice.Overlap;
import dev.upcall.compiler.kernel.KernelProgram;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where may buffers lie? Two buffers that meet keep a distance: if a starts at or above b, then
 * offset(a) - offset(b) is at least distance(a, b). That is b's size, except where a is an operand
 * read for the last time by the step that writes b, or the other way about: there it is the
 * kernel's clearance.
 */
final class PlacementProblem {
  /** Buffers that never meet. */
  static final int FREE = -1;

  private final List<Buffer> buffers;
  private final int[][] distance;
  private final int alignment;
  private final int lowerBound;
  private final int tightest;

  private PlacementProblem(KernelProgram program, List<RowSegment> segments) {
    this.alignment = program.alignment();
    this.buffers = Lifetimes.of(program, segments);
    int count = buffers.size();
    this.distance = new int[count][count];
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        boolean apart = a == b || !buffers.get(a).meets(buffers.get(b));
        distance[a][b] = apart ? FREE : align(buffers.get(b).bytes());
      }
    }
    for (int out = 0; out < count; out++) {
      int step = buffers.get(out).firstStep();
      boolean fused = segments.stream().anyMatch(segment -> segment.contains(step));
      if (step < 0 || fused || buffers.get(out).isScratch()) {
        continue;
      }
      KernelChoice choice = program.steps().get(step);
      for (Overlap overlap : choice.overlaps()) {
        int operand = indexOf(buffers, overlap.operand().id());
        // What else lies in a buffer of several parts is not for this kernel to write over.
        boolean alone =
            operand >= 0 && !buffers.get(operand).hasParts() && !buffers.get(out).hasParts();
        if (alone && buffers.get(operand).lastStep() == step) {
          int clearance = align(overlap.clearance());
          int above = overlap.behind() ? out : operand;
          int below = overlap.behind() ? operand : out;
          distance[above][below] = Math.min(distance[above][below], clearance);
        }
      }
    }
    segments.forEach(this::addOverlaps);
    int bound = 0;
    int step = 0;
    for (int i = 0; i <= program.steps().size(); i++) {
      if (lowerBoundAt(i) > bound) {
        bound = lowerBoundAt(i);
        step = i;
      }
    }
    this.tightest = step;
    this.lowerBound = bound;
  }

  /**
   * @param segments steps that run together, in order
   */
  static PlacementProblem of(KernelProgram program, List<RowSegment> segments) {
    return new PlacementProblem(program, segments);
  }

  private void addOverlaps(RowSegment segment) {
    for (RowSegment.Overlap overlap : segment.overlaps()) {
      int operand = indexOf(buffers, overlap.operand().id());
      int out = indexOf(buffers, overlap.output().id());
      if (buffers.get(operand).lastStep() < segment.end()) {
        int clearance = align(overlap.clearance());
        distance[operand][out] = Math.min(distance[operand][out], clearance);
      }
    }
  }

  List<Buffer> buffers() {
    return buffers;
  }

  int size() {
    return buffers.size();
  }

  /** Bytes a must lie above b if it lies above it, or {@link #FREE}. */
  int distance(int a, int b) {
    return distance[a][b];
  }

  /** No arrangement needs less. */
  int lowerBound() {
    return lowerBound;
  }

  /** What is live during the step that sets the lower bound. */
  List<Integer> tightest() {
    return IntStream.range(0, size())
        .filter(i -> buffers.get(i).isLiveAt(tightest))
        .boxed()
        .toList();
  }

  int peak(int[] offsets) {
    int peak = 0;
    for (int i = 0; i < offsets.length; i++) {
      peak = Math.max(peak, offsets[i] + align(buffers.get(i).bytes()));
    }
    return peak;
  }

  /** Rounds up, since every offset is a multiple of the program's alignment. */
  int align(int bytes) {
    return Math.addExact(bytes, alignment - 1) / alignment * alignment;
  }

  private static int indexOf(List<Buffer> buffers, int valueId) {
    for (int i = 0; i < buffers.size(); i++) {
      if (buffers.get(i).held().stream().anyMatch(part -> part.value().id() == valueId)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * What is live during a step, less what overlapping can save there. All that a segment needs is
   * live during each of its steps, so that its first says what it needs.
   */
  int lowerBoundAt(int step) {
    long live = 0;
    for (int a = 0; a < buffers.size(); a++) {
      if (!buffers.get(a).isLiveAt(step)) {
        continue;
      }
      int size = align(buffers.get(a).bytes());
      live += size;
      for (int b = 0; b < buffers.size(); b++) {
        Buffer out = buffers.get(b);
        if (out.isLiveAt(step) && out.firstStep() > buffers.get(a).firstStep() && overlaps(a, b)) {
          int outSize = align(out.bytes());
          int before = Math.max(outSize, distance[a][b] + size);
          int behind = Math.max(size, distance[b][a] + outSize);
          int together = Math.min(before, behind);
          live -= Math.max(0, size + outSize - together);
        }
      }
    }
    return Math.toIntExact(live);
  }

  /** Whether b may be written over a. */
  private boolean overlaps(int a, int b) {
    return distance[a][b] != FREE
        && (distance[a][b] < align(buffers.get(b).bytes())
            || distance[b][a] < align(buffers.get(a).bytes()));
  }
}
