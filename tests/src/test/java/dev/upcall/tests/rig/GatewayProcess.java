package dev.upcall.tests.rig;

import dev.upcall.cli.Main;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code upcall gateway} or {@code upcall bridge} in a process of its own, to be killed. */
public final class GatewayProcess extends JavaProcess {
  private GatewayProcess(Process process, Path output) {
    super(process, output);
  }

  /**
   * Starts it, and does not wait.
   *
   * @param output file for what it says
   */
  public static GatewayProcess start(Path output, String... arguments) {
    return start("gateway", output, arguments);
  }

  /** Starts a bridge likewise. */
  public static GatewayProcess bridge(Path output, String... arguments) {
    return start("bridge", output, arguments);
  }

  private static GatewayProcess start(String name, Path output, String... arguments) {
    List<String> command = Stream.concat(Stream.of(name), Stream.of(arguments)).toList();
    return new GatewayProcess(run(output, Main.class, command), output);
  }
}
