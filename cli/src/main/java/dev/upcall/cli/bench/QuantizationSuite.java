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

  public QuantizationSuite(Console console) {
    this.console = console;
  }

  public BenchReport run() throws IOException, InterruptedException {
    List<BenchRow> rows = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    try (Firmware firmware = new Firmware()) {
      new QuantRows(firmware, console, rows, skipped).add();
    }
    return new BenchReport(
        ModelsSuite.NAME,
        ToolVersion.read(),
        "./upcall bench quantization --json docs/benchmarks/quantization.json",
        ToolVersions.read(),
        rows,
        skipped);
  }
}
