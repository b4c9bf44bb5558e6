package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.serial.SerialArguments;
import dev.upcall.cli.validate.AttachedBoard;
import dev.upcall.cli.validate.ValidationReport;
import dev.upcall.cli.validate.Validator;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Firmware;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.transport.SerialSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall validate}: compiled C against the reference and the original model. */
public final class ValidateCommand implements Command {
  private static final int MAX_SAMPLES = 100_000;
  private static final int DEFAULT_SAMPLES = 50;

  @Override
  public String name() {
    return "validate";
  }

  @Override
  public String summary() {
    return "compare the compiled C, on a board, with the original model";
  }

  @Override
  public String arguments() {
    return "<project|model.onnx|model.tflite>";
  }

  @Override
  public String description() {
    return """
    Builds the networks for a board (posix, the host itself, unless --board says another), runs them
    on samples and compares what comes out:

      C against the integer reference in Java, byte for byte; the first layer that differs is named
      integers against the network of floats they were made from: accuracy where there are labels,
      RMSE, MAE, cosine, greatest error, and the layer with the least signal to noise
      our floats against ONNX Runtime's, for an ONNX file

    all for each exit of each network that the ladder has. One for some classes is shown samples of
    these.

    With --precision float32 the C is compared with the float reference: RMSE, MAE, cosine, greatest
    error, and the layer whose C is farthest from the reference's, found by running an image that
    stops behind each.

    Samples are a project's test split, or of --samples, or made up. Ends with exit code 1 where the C
    gives other bytes than the integer reference, or floats whose signal to noise is below 60 dB.

    With --serial the board at that port is asked over the wire, which has to run the firmware that
    upcall build makes of the same project or model with the same options.

      upcall validate examples/digits --board mps2-an386
      upcall validate examples/digits --board mps2-an386 --serial /dev/ttyACM0
      upcall validate model.tflite --board riscv-virt --count 10
      upcall validate model.onnx --calibration train.f32 --samples test.f32
      upcall validate model.onnx --precision float32 --board mps2-an386
    """;
  }

  @Override
  public Options options() {
    return FirmwareOptions.add(new Options(), Validator.DEFAULT_BOARD)
        .addOption(
            option("samples", "file", "for a bare model: float32 samples, as for --calibration"))
        .addOption(option("serial", "port", "ask the board that is attached there"))
        .addOption(option("baud", "rate", "with --serial: baud rate (default: the board's)"))
        .addOption(option("count", "n", "samples at most (default " + DEFAULT_SAMPLES + ")"));
  }

  @Override
  public void run(CommandLine line, Console console) {
    CompileRequest request = FirmwareOptions.request(line, Validator.DEFAULT_BOARD);
    int count = Arguments.integer(line, "count", 1, MAX_SAMPLES, DEFAULT_SAMPLES);
    Optional<Path> samples = Optional.ofNullable(line.getOptionValue("samples")).map(Path::of);
    ValidationReport report;
    try (Firmware firmware = new Firmware()) {
      Validator validator = new Validator(firmware, console);
      report =
          line.hasOption("serial")
              ? attached(validator, request, samples, count, line)
              : validator.validate(request, samples, count);
    }
    ValidationText.print(report, console);
    console.json(report);
    if (!report.agrees()) {
      throw Diagnostic.of(CliCode.C_DIFFERS, report.board())
          .at("%s", request.model())
          .need("the same bytes, or the same floats to rounding")
          .fix("report it, with the model: a kernel, the memory plan or the C compiler is wrong")
          .toException();
    }
  }

  private static ValidationReport attached(
      Validator validator,
      CompileRequest request,
      Optional<Path> samples,
      int count,
      CommandLine line) {
    int own = SerialArguments.ofBoard(request.board()).orElse(SerialSettings.STANDARD_BAUD);
    int baud = SerialArguments.baud(line, own);
    try (AttachedBoard board = new AttachedBoard(line.getOptionValue("serial"), baud)) {
      return validator.validate(request, samples, count, board);
    }
  }
}
