package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.compiler.CompileResult;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.tool.Emulation;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.RunOptions;
import dev.upcall.compiler.tool.ToolCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall run}: boots a project's firmware in the board's emulator until Ctrl-C. */
public final class RunCommand implements Command {
  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "compile, build and boot in the board's emulator";
  }

  @Override
  public String arguments() {
    return "<project|model.onnx|model.tflite>";
  }

  @Override
  public String description() {
    return """
    Compiles, builds and boots the firmware on the emulated board (or as a process, for posix), and
    prints the serial port it is reached at. Ctrl-C stops it. In a second terminal:

      upcall run examples/digits --link /tmp/board
      upcall gateway examples/digits --serial /tmp/board --feed test
    """;
  }

  @Override
  public Options options() {
    return FirmwareOptions.add(new Options())
        .addOption(option("link", "path", "make this symbolic link to the serial port"))
        .addOption(option("device", "number", "the device's number (default: the one built in)"));
  }

  @Override
  public void run(CommandLine line, Console console) throws InterruptedException {
    RunOptions options = options(line);
    console.step("compiling %s", line.getArgs().length == 0 ? "" : line.getArgs()[0]);
    CompileResult compiled = FirmwareOptions.compile(line, console);
    try (Firmware firmware = new Firmware()) {
      console.step("building the image");
      Image image = firmware.build(compiled.folder());
      try (Emulation emulation = firmware.run(compiled.folder(), options)) {
        wait(emulation, image, options, console);
      }
    }
  }

  private static void wait(Emulation emulation, Image image, RunOptions options, Console console)
      throws InterruptedException {
    String port = options.serialLink().map(Path::toString).orElse(emulation.port().toString());
    console.line("%s runs; its serial port is %s (Ctrl-C stops it)", image.board().id(), port);
    console.json(new Running(image.board().id(), port));
    while (emulation.isRunning()) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw Diagnostic.of(ToolCode.ENDED, image.board().id())
        .at("serial port %s", port)
        .found("%s", emulation.output().isBlank() ? "no word from it" : emulation.output().strip())
        .need("firmware that runs until Ctrl-C")
        .fix("start it again; if nobody ended the emulator, the firmware has faulted")
        .toException();
  }

  private record Running(String board, String serial) {}

  private static RunOptions options(CommandLine line) {
    RunOptions options = RunOptions.defaults();
    if (line.hasOption("link")) {
      options = options.withSerialLink(Path.of(line.getOptionValue("link")));
    }
    if (line.hasOption("device")) {
      options = options.withDevice(Arguments.integer(line, "device", 1, Integer.MAX_VALUE, 1));
    }
    return options;
  }
}
