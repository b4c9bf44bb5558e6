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
 * are lifted, since what is measured is not the broker. Closing ends it.
 */
public final class Mosquitto implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ProcessRunner runner = new ProcessRunner();
  private final Path folder;
  private final int port;
  private RunningProcess process;

  private Mosquitto(Path folder, int port) {
    this.folder = folder;
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
    return start(folder, "persistence false");
  }

  /** The same, with all that it keeps on disk after every change. */
  public static Mosquitto persistent(Path folder) throws IOException {
    return start(
        folder,
        """
        persistence true
        persistence_location %s/
        autosave_on_changes true
        autosave_interval 1
        user %s
        """
            .formatted(folder, System.getProperty("user.name")));
  }

  private static Mosquitto start(Path folder, String more) throws IOException {
    Mosquitto broker = new Mosquitto(folder, freePort());
    Files.writeString(
        broker.config(),
        """
        listener %d 127.0.0.1
        allow_anonymous true
        set_tcp_nodelay true
        max_inflight_messages 2000
        max_queued_messages 0
        log_dest stderr
        """
                .formatted(broker.port)
            + more
            + "\n");
    broker.run();
    return broker;
  }

  private Path config() {
    return folder.resolve("mosquitto.conf");
  }

  /** Starts it again after a {@link #kill}, on the same port. */
  public void run() {
    process = runner.start(List.of("mosquitto", "-c", config().toString()), folder, Map.of());
    if (process.awaitOutput(Pattern.compile("mosquitto version \\S+ running"), LIMIT).isEmpty()) {
      close();
      throw new IllegalStateException("mosquitto does not start: " + process.output());
    }
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    process.kill();
  }

  public int port() {
    return port;
  }

  /** {@code tcp://127.0.0.1:port}. */
  public String uri() {
    return "tcp://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    runner.close();
  }

  /** A port that nobody listens on. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
