package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.testing.Eventually;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A broker that takes connections and never says a word. */
class MqttSilenceTest {
  @ParameterizedTest
  @EnumSource(MqttVersion.class)
  void nothingIsLeftOfAnAttempt(MqttVersion version) throws Exception {
    String client = "silence-" + version.name();
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      SessionOptions options =
          new SessionOptions(
              BrokerAddress.parse("tcp://127.0.0.1:" + server.getLocalPort()),
              MqttSecurity.NONE,
              client,
              Optional.empty(),
              30,
              1 << 20,
              Optional.empty(),
              false,
              // Paho takes some tenths of a second until it has begun.
              Duration.ofMillis(1500));
      assertThrows(
          MqttFailure.class,
          () ->
              MqttSession.open(
                  version, options, List.of("a"), (topic, payload, taken) -> {}, lost -> {}));
      try (Socket accepted = server.accept()) {
        accepted.setSoTimeout(5000);
        accepted.getInputStream().readAllBytes();
      }
      Eventually.await(() -> threadsOf(client) == 0);
      assertEquals(0, threadsOf(client));
    }
  }

  private static long threadsOf(String client) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith(client))
        .count();
  }
}
