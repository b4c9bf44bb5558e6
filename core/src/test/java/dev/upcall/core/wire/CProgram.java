package dev.upcall.core.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A test program in C around the firmware's runtime, built with the strict flags and the address
 * and undefined-behaviour sanitizers, that answers requests on its standard streams.
 */
final class CProgram implements AutoCloseable {
  static final Path RUNTIME = Path.of("..", "templates", "runtime");
  static final Path TESTS = Path.of("src", "test", "c");
  static final List<String> WARNINGS =
      List.of(
          "-Wall",
          "-Wextra",
          "-Wpedantic",
          "-Wconversion",
          "-Wsign-conversion",
          "-Wshadow",
          "-Wcast-align",
          "-Wmissing-prototypes",
          "-Wundef",
          "-Wvla",
          "-Werror");
  private static final List<String> FLAGS =
      List.of("-std=c99", "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");

  private final Process process;
  private final OutputStream out;
  private final DataInputStream in;

  private CProgram(Process process) {
    this.process = process;
    this.out = new BufferedOutputStream(process.getOutputStream());
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  /** The compiler's path; without it the calling test is skipped and says so. */
  static Path find(String compiler) {
    Optional<Path> path =
        Stream.of(System.getenv("PATH").split(":"))
            .map(folder -> Path.of(folder, compiler))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(
        path.isPresent(), compiler + " is not installed: the C runtime is not tested with it");
    return path.orElseThrow();
  }

  /** Builds {@code programs}, of the tests, with {@code sources} of the runtime and starts them. */
  static CProgram start(
      Path folder, List<String> programs, List<String> defines, List<String> sources)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(find("gcc").toString()));
    command.addAll(FLAGS);
    command.addAll(WARNINGS);
    defines.forEach(define -> command.add("-D" + define));
    command.addAll(List.of("-I" + RUNTIME, "-I" + TESTS.resolve("config")));
    programs.forEach(program -> command.add(TESTS.resolve(program).toString()));
    sources.forEach(source -> command.add(RUNTIME.resolve(source).toString()));
    Path binary = folder.resolve(programs.get(0).replace(".c", ""));
    command.addAll(List.of("-o", binary.toString()));
    Process build = new ProcessBuilder(command).redirectErrorStream(true).start();
    String log = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (build.waitFor() != 0) {
      throw new AssertionError(log);
    }
    return new CProgram(
        new ProcessBuilder(binary.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Sends a request without reply. */
  void tell(byte[] head, byte[] body) {
    try {
      out.write(head);
      out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(body.length).array());
      out.write(body);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the C program has ended; its errors are above", e);
    }
  }

  byte[] ask(byte[] head, byte[] body) {
    tell(head, body);
    try {
      return in.readNBytes(Integer.reverseBytes(in.readInt()));
    } catch (IOException e) {
      throw new UncheckedIOException("the C program has ended; its errors are above", e);
    }
  }

  /** Ends the program, which must not have found anything to complain of. */
  @Override
  public void close() throws IOException, InterruptedException {
    out.close();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the C program does not end");
    }
    if (process.exitValue() != 0) {
      throw new AssertionError("the C program ended with " + process.exitValue());
    }
  }
}
