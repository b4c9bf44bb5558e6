package dev.upcall.tests.fuzz;

import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.plan.MemoryPlanner;
import dev.upcall.compiler.quant.Network;
import dev.upcall.compiler.tflite.TfliteImporter;
import dev.upcall.compiler.tflite.TfliteLimits;
import dev.upcall.core.diagnostic.UpcallException;

/**
 * What the fuzzer calls: any bytes as a TFLite file, imported and brought into legal form or placed
 * in memory.
 */
public final class TfliteTarget {
  private static final TfliteLimits LIMITS = TfliteLimits.standard();

  private TfliteTarget() {}

  /** Throws nothing, whatever {@code bytes} are. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      Network network = TfliteImporter.parse("fuzzed.tflite", bytes, LIMITS);
      network.reals().ifPresent(graph -> Passes.channelsLast().run(graph));
      network
          .integers()
          .ifPresent(graph -> new MemoryPlanner().plan(KernelSelector.portable().select(graph)));
    } catch (UpcallException e) {
      Targets.requireNamed(e);
    }
  }
}
