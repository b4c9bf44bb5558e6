package dev.upcall.cli.command;

import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.compiler.CompileResult;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.ImageSizes;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall build}: project to image. */
public final class BuildCommand implements Command {
  @Override
  public String name() {
    return "build";
  }

  @Override
  public String summary() {
    return "compile, then build the image; says what it takes of flash and RAM";
  }

  @Override
  public String arguments() {
    return "<project|model.onnx|model.tflite>";
  }

  @Override
  public String description() {
    return """
    Compiles the project to C (as upcall compile does) and builds the image with CMake and the
    board's cross compiler.

      upcall build examples/digits --board microbit
      upcall build model.tflite --bare
    """;
  }

  @Override
  public Options options() {
    return ExplanationText.add(FirmwareOptions.addBare(FirmwareOptions.add(new Options())));
  }

  @Override
  public void run(CommandLine line, Console console) {
    CompileResult compiled = FirmwareOptions.compile(line, console);
    try (Firmware firmware = new Firmware()) {
      Built built = print(firmware.build(compiled.folder()), console);
      ExplanationText.print(line, compiled.report(), built, console);
    }
  }

  private static Built print(Image image, Console console) {
    ImageSizes sizes = image.sizes();
    console.line("%s for %s", image.elf(), image.board().id());
    console.line(
        "  flash %d B: code %d, weights %d",
        sizes.flashBytes(), sizes.codeBytes(), sizes.weightBytes());
    console.line(
        "  RAM   %d B, and %d B kept for the stack",
        sizes.ramBytes(), image.board().memory().stackBytes());
    return new Built(
        image.elf().toString(),
        image.board().id(),
        sizes.flashBytes(),
        sizes.codeBytes(),
        sizes.weightBytes(),
        sizes.ramBytes());
  }

  private record Built(
      String image,
      String board,
      long flashBytes,
      long codeBytes,
      long weightBytes,
      long ramBytes) {}
}
