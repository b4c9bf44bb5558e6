package dev.upcall.cli.command;

import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.inspect.Inspection;
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
    the arena and the step that sets it; then for every board whether it fits, and an estimate of the
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
    String row = "  %-14s %-5s %19s %21s %14s %7s  %s";
    console.line(row, "board", "fits", "RAM B of", "flash B of", "instructions", "+-", "");
    for (OnBoard board : inspection.boards()) {
      console.line(
          row,
          board.board(),
          board.fits() ? "yes" : "no",
          board.ramBytes() + " / " + board.hasRamBytes(),
          board.flashBytes() + " / " + board.hasFlashBytes(),
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
}
