package dev.upcall.tests.rig;

import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A broker of another make, on the loopback interface. Closing ends it. */
public final class Mosquitto implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ProcessRunner runner;
  private final int port;

  private Mosquitto(ProcessRunner runner, int port) {
    this.runner = runner;
    this.port = port;
  }

  /**
   * Starts it on a free port; skips the test where it is not installed.
   *
   * @param folder for its configuration
   */
  public static Mosquitto start(Path folder) throws IOException {
    Tools.require("mosquitto");
    Mosquitto broker = new Mosquitto(new ProcessRunner(), freePort());
    Path config = folder.resolve("mosquitto.conf");
    Files.writeString(
        config,
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence false
        set_tcp_nodelay true
        log_dest stderr
        """
            .formatted(broker.port));
    RunningProcess process =
        broker.runner.start(List.of("mosquitto", "-c", config.toString()), folder, Map.of());
    if (process.awaitOutput(Pattern.compile("mosquitto version \\S+ running"), LIMIT).isEmpty()) {
      broker.close();
      throw new AssertionError(process.output());
    }
    return broker;
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    runner.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
