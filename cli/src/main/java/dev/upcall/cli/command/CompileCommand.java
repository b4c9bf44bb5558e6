package dev.upcall.cli.command;

import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.compiler.CompileResult;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall compile}: project or model file to C. */
public final class CompileCommand implements Command {
  @Override
  public String name() {
    return "compile";
  }

  @Override
  public String summary() {
    return "quantise the device's members and write the C project for a board";
  }

  @Override
  public String arguments() {
    return "<project|model.onnx|model.tflite>";
  }

  @Override
  public String description() {
    return """
    Reads the project's ensemble.yaml (or a bare model file), quantises the device's members to int8
    with the calibrate split, plans memory, translates the decision policies to C and writes a
    complete C project to firmware-out/<project>/<board>: sources, CMakeLists.txt, test vectors and
    model-report.json. What does not fit the board is refused before any C is compiled. A bare
    TFLite model that is quantised to int8 is compiled as it is. With --precision float32 networks of
    floats are computed in floats, on boards with an FPU, or with --soft-float on any: a bare model as
    it is, a project's members between its int8 samples and logits, which wire and policies have; tune
    such a project with --precision float32 as well. With --bare the project has start-up code, the
    networks and a main function that runs them, and nothing else. With --target it is a library for
    the framework that you build in: docs/exports.md.

      upcall compile examples/digits --board microbit
      upcall compile model.onnx --calibration samples.f32
      upcall compile model.tflite --board mps2-an386
      upcall compile model.onnx --precision float32 --board mps2-an386
      upcall compile examples/digits --board atmega328p --target arduino
    """;
  }

  @Override
  public Options options() {
    return ExplanationText.add(
        FirmwareOptions.addTarget(FirmwareOptions.addBare(FirmwareOptions.add(new Options()))));
  }

  @Override
  public void run(CommandLine line, Console console) {
    CompileResult result = FirmwareOptions.compile(line, console);
    ReportText.print(result.report(), console);
    console.line("written to %s", result.folder());
    ExplanationText.print(line, result.report(), result.report(), console);
  }
}
