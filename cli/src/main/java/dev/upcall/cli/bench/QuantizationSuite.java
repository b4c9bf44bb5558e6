package dev.upcall.cli.bench;

import dev.upcall.cli.CliCode;
import dev.upcall.cli.Console;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.ToolVersion;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The part of suite {@code models} that takes half an hour, apart from it: what quantisation costs
 * networks, in points of accuracy where there is data, else in noise.
 */
public final class QuantizationSuite {
  public static final String NAME = "quantization";

  private final Console console;
  private final boolean shared;
  private final Optional<String> model;
  private final Map<String, String> toolchain = ToolVersions.read();
  private final List<BenchRow> rows = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  /**
   * @param shared whether to measure networks that others trained too, most of the time
   * @param model name of one network, to measure it alone
   */
  public QuantizationSuite(Console console, boolean shared, Optional<String> model) {
    this.console = console;
    this.shared = shared;
    this.model = model;
  }

  /** Gets what is measured so far, after each network. */
  public interface Progress {
    void measured(BenchReport soFar) throws IOException;
  }

  /** Begins with the rows of {@code file}, so that those measured now take their places. */
  public void resume(Path file) throws IOException {
    BenchReport before = BenchDocs.read(file);
    rows.addAll(before.rows());
    skipped.addAll(before.skipped());
  }

  public BenchReport run(Progress progress) throws IOException {
    List<String> names = new ArrayList<>();
    try (Firmware firmware = new Firmware()) {
      QuantRows accuracy = new QuantRows(firmware, console);
      for (QuantNetwork network : networks()) {
        names.add(network.name());
        if (network.is(model)) {
          measure(network.name(), () -> accuracy.of(network), progress);
        }
      }
      for (NoiseRows noise : shared ? NoiseRows.all() : List.<NoiseRows>of()) {
        names.add(noise.name());
        if (model.isEmpty() || model.get().equals(noise.name())) {
          measure(noise.name(), () -> noise.rows(), progress);
        }
      }
    }
    if (model.isPresent() && names.stream().noneMatch(this::isNamed)) {
      throw Diagnostic.of(CliCode.UNKNOWN_MODEL, model.get())
          .need("one of: %s", names.stream().collect(Collectors.joining(", ")))
          .toException();
    }
    return report();
  }

  private boolean isNamed(String name) {
    return name.equals(model.get()) || name.endsWith("." + model.get());
  }

  private List<QuantNetwork> networks() throws IOException {
    List<QuantNetwork> networks = new ArrayList<>(QuantNetwork.ofExamples());
    if (shared) {
      networks.addAll(QuantNetwork.ofShared(skipped));
    }
    return networks;
  }

  private interface Measurement {
    List<BenchRow> rows() throws IOException;
  }

  private void measure(String name, Measurement measurement, Progress progress) throws IOException {
    try {
      List<BenchRow> measured = measurement.rows();
      int place = place(name);
      rows.removeIf(row -> isOf(row, name));
      skipped.removeIf(reason -> reason.startsWith(name + ":"));
      rows.addAll(place, measured);
      progress.measured(report());
    } catch (UpcallException e) {
      Diagnostic first = e.diagnostics().get(0);
      skipped.add(name + ": " + first.code().id() + " " + first.title());
    }
  }

  /** Where a network's rows stand, or the end. */
  private int place(String name) {
    for (int i = 0; i < rows.size(); i++) {
      if (isOf(rows.get(i), name)) {
        return i;
      }
    }
    return rows.size();
  }

  private static boolean isOf(BenchRow row, String name) {
    return row.name().startsWith(name + ".");
  }

  private BenchReport report() {
    return new BenchReport(
        ModelsSuite.NAME,
        ToolVersion.read(),
        "./upcall bench quantization"
            + (shared ? "" : " --examples")
            + " --json docs/benchmarks/quantization.json",
        toolchain,
        rows,
        skipped);
  }
}
