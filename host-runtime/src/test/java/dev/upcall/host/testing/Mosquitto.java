package dev.upcall.host.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A broker that is not ours, on the loopback interface; everybody may come in. */
public final class Mosquitto {
  private Mosquitto() {}

  /** Starts it, with nothing on disk; skips the test where it is not installed. */
  public static Programs.Running start(Path folder, int port) throws Exception {
    assumeTrue(Programs.exists("mosquitto"), "mosquitto is not installed");
    Path config = folder.resolve("mosquitto.conf");
    Files.writeString(
        config,
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence false
        set_tcp_nodelay true
        """
            .formatted(port));
    Programs.Running running = Programs.start("mosquitto", "-c", config.toString());
    running.await(() -> accepts(port));
    return running;
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that nobody listens on. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
