package dev.upcall.tests.rig;

import dev.upcall.cli.Main;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code upcall gateway} in a process of its own, to be killed. */
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
    List<String> command = Stream.concat(Stream.of("gateway"), Stream.of(arguments)).toList();
    return new GatewayProcess(run(output, Main.class, command), output);
  }
}
