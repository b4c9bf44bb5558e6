package dev.upcall.compiler.plan;

import dev.upcall.compiler.kernel.KernelProgram;
import java.util.List;

/** Plans in which every copy is made, so that kernels that copy can be tried by themselves. */
public final class CopyingPlans {
  private CopyingPlans() {}

  public static MemoryPlan of(KernelProgram program) {
    return new MemoryPlanner().place(program, List.of());
  }
}
