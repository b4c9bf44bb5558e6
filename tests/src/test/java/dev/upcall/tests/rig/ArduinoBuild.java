package dev.upcall.tests.rig;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.tool.ProcessRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A library and a sketch compiled as the Arduino IDE does it: against Debian's core for AVR, with
 * that core's own options and, for what is ours, all warnings as errors.
 */
public final class ArduinoBuild {
  private static final Path CORE = Path.of("/usr/share/arduino/hardware/arduino/avr");
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final List<String> WARNINGS = List.of("-Wall", "-Wextra", "-Werror");
  private static final List<String> QUIET = List.of("-w");

  private final ProcessRunner runner;
  private final List<String> chip;
  private final Path output;

  /**
   * A build for a board.
   *
   * @param mcu as avr-gcc calls it
   * @param variant the core's folder of pins
   * @param output a folder, empty
   */
  public ArduinoBuild(ProcessRunner runner, String mcu, String variant, Path output) {
    assumeTrue(Files.isDirectory(CORE), "arduino-core-avr is not installed");
    assumeTrue(runner.find("avr-g++").isPresent(), "avr-g++ is not installed");
    this.runner = runner;
    this.output = output;
    // DECIMAL_DIG: what avr-libc lacks and the core's WString wants.
    this.chip =
        List.of(
            "-mmcu=" + mcu,
            "-DF_CPU=16000000L",
            "-DARDUINO=10819",
            "-DDECIMAL_DIG=9",
            "-I" + CORE.resolve("cores/arduino"),
            "-I" + CORE.resolve("variants").resolve(variant));
  }

  /** Compiles all sources of a library, the sketch and the core; the image. */
  public Path build(Path library, Path sketch) {
    try {
      List<String> ours = new ArrayList<>(WARNINGS);
      ours.add("-I" + library.resolve("src"));
      compile(library.resolve("src"), ours);
      compile(CORE.resolve("cores/arduino"), QUIET);
      Path source = output.resolve("sketch.cpp");
      Files.writeString(source, "#include <Arduino.h>\n" + Files.readString(sketch));
      run(cpp(List.of(source), ours));
      Path image = output.resolve("sketch.elf");
      List<String> link =
          new ArrayList<>(List.of("avr-gcc", "-Os", "-Wl,--gc-sections", chip.get(0)));
      link.addAll(List.of("-o", image.toString()));
      sources(output, ".o").forEach(object -> link.add(object.toString()));
      link.add("-lm");
      run(link);
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(Path folder, List<String> options) throws IOException {
    List<String> c = command("avr-gcc", options, "-std=gnu11");
    sources(folder, ".c").forEach(file -> c.add(file.toString()));
    run(c);
    run(cpp(sources(folder, ".cpp"), options));
    List<Path> assembly = sources(folder, ".S");
    if (!assembly.isEmpty()) {
      List<String> s = command("avr-gcc", options, "-x", "assembler-with-cpp");
      assembly.forEach(file -> s.add(file.toString()));
      run(s);
    }
  }

  private List<String> cpp(List<Path> files, List<String> options) {
    List<String> command =
        command("avr-g++", options, "-std=gnu++11", "-fno-exceptions", "-fno-threadsafe-statics");
    files.forEach(file -> command.add(file.toString()));
    return command;
  }

  private List<String> command(String compiler, List<String> options, String... more) {
    List<String> command = new ArrayList<>(List.of(compiler, "-c", "-g", "-Os"));
    command.addAll(List.of("-ffunction-sections", "-fdata-sections"));
    command.addAll(chip);
    command.addAll(options);
    command.addAll(List.of(more));
    return command;
  }

  private void run(List<String> command) {
    ProcessRunner.Result result = runner.run(command, output, LIMIT);
    if (!result.ok()) {
      throw new AssertionError(String.join(" ", command) + "\n" + result.output());
    }
  }

  private static List<Path> sources(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
