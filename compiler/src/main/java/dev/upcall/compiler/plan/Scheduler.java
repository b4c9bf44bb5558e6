package dev.upcall.compiler.plan;

import dev.upcall.compiler.kernel.KernelProgram;

/**
 * Decides the order in which operators run. The graph's own order is kept: exporters write networks
 * depth first, which is what keeps few activations alive.
 */
public final class Scheduler {
  /** The program in the order in which it is to run. */
  public KernelProgram schedule(KernelProgram program) {
    return program;
  }
}
