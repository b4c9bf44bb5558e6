package dev.upcall.cli.bench.gateway;

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

/**
 * Mosquitto in a process of its own, on a free port of the loopback interface. As shipped it drops
 * messages for subscribers that are behind by a thousand and lets twenty be under way; these limits
 * are lifted, since what is measured is not the broker.
 */
public final class Mosquitto implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ProcessRunner runner = new ProcessRunner();
  private final int port;

  private Mosquitto(int port) {
    this.port = port;
  }

  /** Whether the program is installed. */
  public static boolean installed() {
    try (ProcessRunner runner = new ProcessRunner()) {
      return runner.find("mosquitto").isPresent();
    }
  }

  /**
   * Starts it.
   *
   * @param folder for its configuration
   */
  public static Mosquitto start(Path folder) throws IOException {
    Mosquitto broker = new Mosquitto(freePort());
    Path config = folder.resolve("mosquitto.conf");
    Files.writeString(
        config,
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence false
        set_tcp_nodelay true
        max_inflight_messages 2000
        max_queued_messages 0
        log_dest stderr
        """
            .formatted(broker.port));
    RunningProcess process =
        broker.runner.start(List.of("mosquitto", "-c", config.toString()), folder, Map.of());
    if (process.awaitOutput(Pattern.compile("mosquitto version \\S+ running"), LIMIT).isEmpty()) {
      String output = process.output();
      broker.close();
      throw new IOException("mosquitto does not start: " + output);
    }
    return broker;
  }

  /** {@code tcp://127.0.0.1:port}. */
  public String uri() {
    return "tcp://127.0.0.1:" + port;
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
