package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.plan.MemoryPlan.Placement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The step at which a plan needs most.
 *
 * @param op the operator that runs then
 * @param live what is in memory then, the largest first
 */
public record PeakStep(Op op, List<Buffer> live) {
  public PeakStep {
    live = List.copyOf(live);
  }

  /** Of a program with at least one operator. */
  public static PeakStep of(MemoryPlan plan) {
    int peak = index(plan);
    return new PeakStep(plan.program().steps().get(peak).op(), live(plan, peak));
  }

  /** The same as an index of the program's steps. */
  static int index(MemoryPlan plan) {
    int peak = 0;
    for (int step = 1; step < plan.program().steps().size(); step++) {
      if (end(plan, step) > end(plan, peak)) {
        peak = step;
      }
    }
    return peak;
  }

  /** As in {@code conv2d of kws.onnx, node #3 "conv1/Conv" (Conv): %1 4096 bytes + %3 2048}. */
  @Override
  public String toString() {
    return op.mnemonic()
        + " of "
        + op.source()
        + ": "
        + live.stream()
            .map(buffer -> buffer.label() + " " + buffer.bytes() + " bytes")
            .collect(Collectors.joining(", "));
  }

  private static int end(MemoryPlan plan, int step) {
    return plan.placements().stream()
        .filter(placement -> placement.buffer().isLiveAt(step))
        .mapToInt(Placement::end)
        .max()
        .orElse(0);
  }

  private static List<Buffer> live(MemoryPlan plan, int step) {
    return plan.placements().stream()
        .map(Placement::buffer)
        .filter(buffer -> buffer.isLiveAt(step))
        .sorted(Comparator.comparing(Buffer::bytes).reversed())
        .toList();
  }
}
