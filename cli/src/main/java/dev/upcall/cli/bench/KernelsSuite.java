package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.Home;
import dev.upcall.cli.picture.BarPicture;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.ToolVersion;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Suite {@code kernels}: what each layer of the golden models takes. */
public final class KernelsSuite {
  public static final String NAME = "kernels";

  /** The core most is tuned for; others by name. */
  private static final List<String> BOARDS = List.of("mps2-an386");

  private static final List<String> EMULATED =
      ModelsSuite.BOARDS.stream().filter(board -> !board.equals("posix")).toList();

  private final Console console;
  private final BenchFilter filter;

  public KernelsSuite(Console console, BenchFilter filter) {
    this.console = console;
    this.filter = filter;
  }

  public BenchReport run() throws IOException {
    List<BenchRow> rows = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    try (Firmware firmware = new Firmware()) {
      for (String board : filter.boards(BOARDS)) {
        for (BenchModel golden : filter.models(BenchModel.on(board))) {
          measure(firmware, golden, board, rows, skipped);
        }
      }
    }
    return new BenchReport(
        NAME,
        ToolVersion.read(),
        "./upcall bench kernels" + filter.options() + " --json docs/benchmarks/kernels.json",
        ToolVersions.read(),
        rows,
        skipped);
  }

  /** Fits what {@code inspect} estimates by, over all boards and models. */
  public InstructionModel fit() {
    SortedMap<String, InstructionModel.OnBoard> boards = new TreeMap<>();
    try (Firmware firmware = new Firmware()) {
      for (String board : EMULATED) {
        List<LayerMeasurement> models = new ArrayList<>();
        for (BenchModel golden : BenchModel.on(board)) {
          try {
            models.add(LayerMeasurement.of(firmware, golden, board));
            console.step("%s.%s: measured", board, golden.name());
          } catch (UpcallException e) {
            console.step("%s.%s: %s", board, golden.name(), e.diagnostics().get(0).title());
          }
        }
        long code = models.stream().mapToLong(LayerMeasurement::codeBytes).max().orElse(0);
        String core = new BoardCatalogue().load(board).cpu().core();
        boards.put(board, InstructionFit.of(core, models, code));
      }
    }
    return new InstructionModel(boards);
  }

  private void measure(
      Firmware firmware, BenchModel golden, String board, List<BenchRow> rows, List<String> skipped)
      throws IOException {
    if (!golden.isPresent()) {
      skipped.add(board + "." + golden.missing());
      return;
    }
    try {
      LayerMeasurement measured = LayerMeasurement.of(firmware, golden, board);
      console.line(LayerTable.text(measured));
      console.step("chart: %s", picture(measured));
      rows.addAll(LayerRows.of(measured, golden.inputs().size()));
    } catch (UpcallException e) {
      skipped.add(board + "." + golden.name() + ": " + e.diagnostics().get(0).title());
    }
  }

  private static Path picture(LayerMeasurement measured) throws IOException {
    Path folder = Home.path("firmware-out").resolve("bench");
    Files.createDirectories(folder);
    String name = "kernels-" + measured.board().id() + "-" + measured.golden().name();
    boolean cycles = measured.hasCycles();
    List<String> labels =
        measured.layers().stream().map(layer -> layer.index() + " " + layer.operator()).toList();
    List<Double> values =
        measured.layers().stream()
            .map(layer -> cycles ? layer.cycles() : layer.instructions())
            .toList();
    String unit = cycles ? "modelled cycles" : "instructions";
    return new BarPicture(
            measured.golden().name() + " on " + measured.board().id() + ", by layer",
            unit,
            labels,
            values)
        .write(folder.resolve(name));
  }
}
