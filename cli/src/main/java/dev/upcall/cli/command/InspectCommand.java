package dev.upcall.cli.command;

import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.inspect.Inspection;
import dev.upcall.cli.inspect.Inspection.Dead;
import dev.upcall.cli.inspect.Inspection.OnBoard;
import dev.upcall.cli.inspect.Inspector;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall inspect}: what a model will take, and where it fits. */
public final class InspectCommand implements Command {
  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public String summary() {
    return "say what a model will take and which boards it fits, building nothing";
  }

  @Override
  public String arguments() {
    return "<project|model.onnx|model.tflite>";
  }

  @Override
  public String description() {
    return """
    Plans the networks and prints their layers with kernels, shapes, multiply-accumulates and weights,
    the arena and the step that sets it; which channels are the same for every input and what they
    would cost; then for every board whether it fits, flash by part, and an estimate of the
    instructions of one inference. The estimate adds up what each kernel took per multiply-accumulate
    and per output in our benchmarks; the error beside it is the greatest for a model it was not fitted
    to.

      upcall inspect model.tflite
      upcall inspect examples/digits --board microbit
    """;
  }

  @Override
  public Options options() {
    return ExplanationText.add(FirmwareOptions.add(new Options()));
  }

  @Override
  public void run(CommandLine line, Console console) {
    Inspection inspection = new Inspector().inspect(FirmwareOptions.request(line));
    ReportText.print(inspection.model(), console);
    dead(inspection, console);
    String row = "  %-16s %-4s %18s %19s %7s %8s %7s %12s %6s  %s";
    console.line(
        row,
        "board",
        "fits",
        "RAM B of",
        "flash B of",
        "code",
        "weights",
        "tables",
        "instructions",
        "+-",
        "");
    for (OnBoard board : inspection.boards()) {
      console.line(
          row,
          board.board(),
          board.fits() ? "yes" : "no",
          board.ramBytes() + " / " + board.hasRamBytes(),
          board.flashBytes() + " / " + board.hasFlashBytes(),
          board.codeBytes(),
          board.weightBytes(),
          board.tableBytes(),
          board.instructions().map(n -> String.format(Locale.ROOT, "%.0f", n)).orElse("?"),
          board
              .instructionError()
              .map(error -> String.format(Locale.ROOT, "%.0f %%", 100 * error))
              .orElse(""),
          board.refused().orElse(""));
    }
    inspection.remarks().forEach(remark -> console.line("  %s", remark));
    ExplanationText.print(line, inspection.model(), inspection, console);
  }

  /** Layers whose channels or products no input can change. */
  private static void dead(Inspection inspection, Console console) {
    if (inspection.dead().isEmpty()) {
      return;
    }
    long dead = inspection.dead().stream().mapToLong(Dead::deadMacs).sum();
    console.line(
        "dead, since the same for every input, and left out unless --keep-constant-channels: %d MACs",
        dead);
    String row = "  %-18s %16s %23s  %s";
    console.line(row, "operator", "channels of", "MACs of", "source");
    for (Dead layer : inspection.dead()) {
      console.line(
          row,
          layer.operator(),
          layer.deadChannels() + " / " + layer.channels(),
          layer.deadMacs() + " / " + layer.macs(),
          layer.source());
    }
  }
}
