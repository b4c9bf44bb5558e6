package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.ToolVersion;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import java.util.ArrayList;
import java.util.List;

/** Suite {@code digits}: the ladder on the committed example, end to end. */
public final class DigitsSuite {
  public static final String NAME = "digits";

  /** A little below the 25 % it must keep, since the tune split is small. */
  private static final Target TARGET = Target.maxUpcalls(0.2);

  private static final List<String> BOARDS =
      List.of("mps2-an386", "microbit", "riscv-virt", "atmega2560", "posix");

  private final Console console;

  public DigitsSuite(Console console) {
    this.console = console;
  }

  public BenchReport run() throws InterruptedException {
    Project project = ProjectLoader.load(Home.path("examples/digits"));
    console.step("cross-fitting: each fold's models and policy on the samples they never saw");
    List<BenchRow> rows = new ArrayList<>(CrossFit.of(project, TARGET, console).rows(NAME));
    List<String> skipped = new ArrayList<>();
    try (Firmware firmware = new Firmware()) {
      for (String board : BOARDS) {
        new BoardRows(firmware, project, board, console).measure(rows, skipped);
      }
    }
    return new BenchReport(
        NAME,
        ToolVersion.read(),
        "./upcall bench digits --json docs/benchmarks/digits.json",
        ToolVersions.read(),
        rows,
        skipped);
  }
}
