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

  private final ProcessRunner runner = new ProcessRunner();
  private final Path folder;
  private final int port;
  private RunningProcess process;

  private Mosquitto(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts it on a free port; skips the test where it is not installed.
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
        max_queued_messages 100000
        user %s
        """
            .formatted(folder, System.getProperty("user.name")));
  }

  private static Mosquitto start(Path folder, String more) throws IOException {
    Tools.require("mosquitto");
    Mosquitto broker = new Mosquitto(folder, freePort());
    Files.writeString(
        broker.config(),
        """
        listener %d 127.0.0.1
        allow_anonymous true
        set_tcp_nodelay true
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

  /** Starts it, or starts it again after a {@link #kill}, on the same port. */
  public void run() {
    process = runner.start(List.of("mosquitto", "-c", config().toString()), folder, Map.of());
    if (process.awaitOutput(Pattern.compile("mosquitto version \\S+ running"), LIMIT).isEmpty()) {
      close();
      throw new AssertionError(process.output());
    }
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").endsWith(config().toString()))
        .forEach(ProcessHandle::destroyForcibly);
    if (!process.await(LIMIT)) {
      throw new AssertionError("mosquitto is still there after SIGKILL");
    }
    process.close();
  }

  public int port() {
    return port;
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
