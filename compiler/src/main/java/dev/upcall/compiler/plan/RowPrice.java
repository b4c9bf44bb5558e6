package dev.upcall.compiler.plan;

import dev.upcall.compiler.kernel.BandKernels;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.kernel.Macs;

/**
 * Whether computing row by row is worth what it costs: a percent of the memory may cost at most a
 * percent of the instructions. These are estimated, one for each multiply-accumulate of the network
 * and what each call of a kernel for a few rows begins with.
 */
final class RowPrice {
  private RowPrice() {}

  /**
   * @param whole the plan of the same program that computes whole images
   */
  static boolean isWorth(MemoryPlan rows, MemoryPlan whole) {
    double saved = 1 - (double) rows.ramBytes() / whole.ramBytes();
    return saved > 0 && added(rows) <= saved * instructions(rows.program());
  }

  /** What calls for a few rows take beyond those for whole images. */
  private static long added(MemoryPlan plan) {
    long added = 0;
    for (RowSegment segment : plan.segments()) {
      for (RowSegment.Layer layer : segment.layers()) {
        KernelChoice choice = plan.program().steps().get(layer.step());
        int height = segment.images().get(layer.output()).height();
        int calls = (height + layer.rows() - 1) / layer.rows();
        added += (calls - 1) * BandKernels.callInstructions(choice, layer.rows());
      }
    }
    return added;
  }

  private static long instructions(KernelProgram program) {
    return program.steps().stream().mapToLong(step -> Macs.of(step.op())).sum();
  }
}
