package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.ToolVersion;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Suite {@code decisions}: ladders against their rivals, on every profile; what policies, targets
 * and guarantees are worth.
 */
public final class DecisionsSuite {
  public static final String NAME = "decisions";

  /** Where other data are missing. */
  private static final String FALLBACK = "digits";

  /** What needs no data. */
  private static final String SIMULATED = "simulated";

  private final Console console;
  private final Optional<String> only;
  private final List<BenchRow> rows = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private boolean compared;

  /**
   * @param only name of the one data set to measure
   */
  public DecisionsSuite(Console console, Optional<String> only) {
    this.console = console;
    this.only = only;
  }

  /** A recorded case, or an exception that says what is missing for it. */
  @FunctionalInterface
  private interface Recorder {
    DecisionCases.Recorded record(DecisionCases cases) throws IOException;
  }

  public BenchReport run() throws IOException, InterruptedException {
    QuantProjects.nameData();
    Targets targets = Targets.read();
    try (Firmware firmware = new Firmware()) {
      DecisionCases cases = new DecisionCases(firmware, console);
      projects()
          .forEach(
              (data, folder) ->
                  measure(data, cases, c -> c.of(data, folder, LadderVariants.of(data))));
      Optional<ResnetPair> pair = ResnetPair.find();
      if (pair.isPresent()) {
        String data = "cifar10-resnet";
        measure(data, cases, c -> c.ofResnets(data, pair.get()));
      } else {
        skipped.add("cifar10-resnet: no models/mlperf-tiny and models/cifar-resnet in ../shared");
      }
      if (rows.isEmpty()) {
        Path digits = Home.path("examples/digits");
        measure(FALLBACK, cases, c -> c.of(FALLBACK, digits, LadderVariants.NONE));
      }
      if (only.isEmpty() || only.get().equals(SIMULATED)) {
        console.step("policies that learn, where the world changes");
        rows.addAll(DriftRows.all());
      }
      if (only.isEmpty()) {
        new DecisionCode(firmware, console).measure(rows, skipped);
      }
    }
    return new BenchReport(
        NAME,
        ToolVersion.read(),
        "./upcall bench decisions --json docs/benchmarks/decisions.json",
        ToolVersions.read(),
        rows.stream().map(targets::set).toList(),
        skipped);
  }

  /** By the name of their data; those of side exits and conditional blocks where they are there. */
  private static Map<String, Path> projects() {
    Map<String, Path> projects = new LinkedHashMap<>();
    projects.put("fashion-mnist", Home.path("examples/fashion"));
    projects.put("cifar10", Home.path("examples/cifar10"));
    for (String more : List.of("fashion-exits", "fashion-blocks", "cifar10-exits")) {
      Path folder = Home.path("examples").resolve(more);
      if (Files.isDirectory(folder)) {
        projects.put(more, folder);
      }
    }
    return projects;
  }

  private void measure(String data, DecisionCases cases, Recorder recorder) {
    if (only.isPresent() && !only.get().equals(data)) {
      return;
    }
    try {
      DecisionCases.Recorded recorded = recorder.record(cases);
      DecisionCase one = recorded.own();
      console.step("%s: tuning for every target", data);
      rows.addAll(SystemRows.of(one));
      rows.addAll(RivalRows.of(one));
      rows.addAll(CostRows.of(one));
      rows.addAll(GuaranteeRows.of(one));
      if (!compared) {
        compared = true;
        console.step("%s: a million verdicts of each policy, in Java and in C", data);
        rows.addAll(MismatchRows.of(one, skipped));
      }
      rows.addAll(ExitRows.of(one));
      for (DecisionCase other : recorded.variants()) {
        console.step("%s: %s", data, other.system());
        rows.addAll(SystemRows.ladder(other));
        rows.addAll(MeanetRows.of(other, one));
      }
    } catch (UpcallException e) {
      skipped.add(data + ": " + e.diagnostics().get(0).title());
    } catch (IOException e) {
      skipped.add(data + ": " + e);
    }
  }
}
