package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.ToolVersion;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Suite {@code models}: bare images of the golden models on every board, of small ones on AVR, what
 * they take and whether their outputs are right, and in floats where there is an FPU; whether all
 * other models beside the repository work; ONNX's own tests; how long compiling takes.
 */
public final class ModelsSuite {
  public static final String NAME = "models";

  public static final List<String> BOARDS =
      List.of(
          "mps2-an386",
          "mps2-an385",
          "mps2-m0",
          "mps3-an547",
          "riscv-virt",
          "riscv-virt-zb",
          "microbit",
          SmallModel.BOARD,
          "posix");

  /** Counts are exact, so that runs beside each other do not disturb them. */
  private static final int THREADS = 2;

  private final Console console;
  private final BenchFilter filter;
  private final Targets targets = Targets.read();
  private final ModelRows modelRows =
      new ModelRows(Peers.read(GoldenModel.shared("baselines/tflm.json")));

  public ModelsSuite(Console console, BenchFilter filter) {
    this.console = console;
    this.filter = filter;
  }

  /** Rows of one model on one board, or why there are none. */
  private record Part(List<BenchRow> rows, List<String> skipped) {}

  public BenchReport run() throws IOException, InterruptedException {
    List<BenchRow> rows = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Firmware firmware = new Firmware()) {
      List<Future<Part>> parts = new ArrayList<>();
      for (String board : filter.boards(BOARDS)) {
        for (BenchModel golden : filter.models(BenchModel.on(board))) {
          for (Variant variant : Variant.values()) {
            if (variant.isMeasured(board, golden.name())) {
              parts.add(threads.submit(() -> measure(firmware, golden, board, variant)));
            }
          }
        }
      }
      if (filter.boards(BOARDS).contains(FloatModelRows.BOARD)) {
        FloatModelRows floats = new FloatModelRows(firmware, console);
        for (FloatModel model : FloatModel.of(filter.models(GoldenModel.ALL))) {
          parts.add(threads.submit(() -> measure(floats, model)));
        }
      }
      for (Future<Part> part : parts) {
        rows.addAll(part.get().rows());
        skipped.addAll(part.get().skipped());
      }
      if (filter.isAll()) {
        new SharedModelRows(firmware, console, rows, skipped).add();
        ConformanceRows.add(rows, skipped);
        CompileTimeRows.add(rows, skipped);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return new BenchReport(
        NAME,
        ToolVersion.read(),
        "./upcall bench models" + filter.options() + " --json docs/benchmarks/models.json",
        ToolVersions.read(),
        RowBuilds.compared(rows).stream().map(targets::set).toList(),
        skipped);
  }

  private static Part measure(FloatModelRows floats, FloatModel model) {
    List<String> skipped = new ArrayList<>();
    return new Part(floats.of(model, skipped), skipped);
  }

  private Part measure(Firmware firmware, BenchModel golden, String board, Variant variant) {
    if (!golden.isPresent()) {
      return new Part(List.of(), List.of(board + "." + golden.missing()));
    }
    try {
      BareMeasurement measured = BareMeasurement.of(firmware, golden, board, variant);
      console.step("%s.%s%s: measured", board, golden.name(), variant.suffix());
      return new Part(modelRows.of(golden, variant, measured), List.of());
    } catch (UpcallException e) {
      String why = e.diagnostics().get(0).title();
      return new Part(
          List.of(), List.of(board + "." + golden.name() + variant.suffix() + ": " + why));
    }
  }
}
