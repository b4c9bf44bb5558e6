package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.ToolVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of suite {@code models} that takes half an hour, apart from it: what quantisation costs
 * the networks for which there is data.
 */
public final class QuantizationSuite {
  public static final String NAME = "quantization";

  private final Console console;
  private final boolean shared;

  /**
   * @param shared whether to measure networks that others trained too, most of the time
   */
  public QuantizationSuite(Console console, boolean shared) {
    this.console = console;
    this.shared = shared;
  }

  public BenchReport run() throws IOException, InterruptedException {
    List<BenchRow> rows = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    try (Firmware firmware = new Firmware()) {
      QuantRows quantRows = new QuantRows(firmware, console, rows, skipped);
      quantRows.addExamples();
      if (shared) {
        quantRows.addShared();
      }
    }
    return new BenchReport(
        ModelsSuite.NAME,
        ToolVersion.read(),
        "./upcall bench quantization"
            + (shared ? "" : " --examples")
            + " --json docs/benchmarks/quantization.json",
        ToolVersions.read(),
        rows,
        skipped);
  }
}
