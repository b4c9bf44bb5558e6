package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.HostCode;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.Mosquitto;
import dev.upcall.host.testing.TinyProject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MQTT 3.1.1 at both ends: no response topic, no correlation data, no shared subscriptions. */
class Mqtt3Test {
  private static final long LIMIT_S = 60;
  private static final String UP = "upcall/v1/home/dev-1/up";
  private static final String DOWN = "upcall/v1/home/dev-1/down";

  @TempDir Path folder;
  private final BlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
  private Project project;

  @BeforeEach
  void write() {
    project = TinyProject.in(folder.resolve("project"));
  }

  @Test
  void withMosquitto() throws Exception {
    int port = Mosquitto.freePort();
    try (AutoCloseable broker = Mosquitto.start(folder, port)) {
      upcallsAreAnsweredAlsoThoseOfAnAbsence("tcp://127.0.0.1:" + port);
    }
  }

  @Test
  void withTheEmbeddedBroker() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
      upcallsAreAnsweredAlsoThoseOfAnAbsence(broker.uri());
    }
  }

  @Test
  void aGroupCannotBeShared() {
    MqttOptions options = gateway("tcp://127.0.0.1:1");
    UpcallException e = assertThrows(UpcallException.class, () -> options.sharing("group"));
    assertEquals(HostCode.NO_SHARING, e.diagnostics().get(0).code());
  }

  private void upcallsAreAnsweredAlsoThoseOfAnAbsence(String broker) throws Exception {
    MqttSession device = device(broker);
    try {
      try (GatewayService service = serve(broker)) {
        ask(device, 1);
        assertAnswered(Set.of(1));
        // More than one at a time, and more than the library takes unacknowledged.
        for (int sequence = 2; sequence < 302; sequence++) {
          ask(device, sequence);
        }
        assertAnswered(IntStream.range(2, 302).boxed().collect(Collectors.toSet()));
      }
      // Nobody is there but the session, which the broker keeps.
      ask(device, 400);
      ask(device, 401);
      try (GatewayService service = serve(broker)) {
        assertAnswered(Set.of(400, 401));
        assertTrue(service.transports().get(0).isUp());
      }
    } finally {
      device.close();
    }
  }

  private GatewayService serve(String broker) {
    GatewayService service = new GatewayService(new MemoryJournal(), List.of());
    service.gateway().serve(project);
    service.mqtt(gateway(broker));
    return service;
  }

  private static MqttOptions gateway(String broker) {
    return MqttOptions.of(broker, "home", "gateway").with(MqttVersion.V3_1_1).keepingSession();
  }

  private MqttSession device(String broker) throws MqttFailure {
    SessionOptions options =
        new SessionOptions(
            BrokerAddress.parse(broker),
            MqttSecurity.NONE,
            "dev-1",
            Optional.empty(),
            30,
            1 << 20,
            Optional.empty(),
            false,
            Duration.ofSeconds(LIMIT_S));
    return MqttSession.open(
        MqttVersion.V3_1_1,
        options,
        List.of(DOWN),
        (topic, payload, taken) -> arrived.add(MessageCodec.decode(payload)),
        lost -> {});
  }

  private void ask(MqttSession device, int sequence) throws InterruptedException {
    UpcallRequest upcall =
        Devices.upcall(project, sequence, (byte) (sequence % 100), (byte) 0, (byte) 0, (byte) 0);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
    while (!device.mayPublish()) {
      assertTrue(System.nanoTime() < end, "the broker takes nothing");
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertTrue(device.publish(UP, MessageCodec.encode(upcall), 1, false, delivered -> {}));
  }

  /** In whatever order, and some perhaps more than once. */
  private void assertAnswered(Set<Integer> sequences) throws InterruptedException {
    Set<Integer> open = new HashSet<>(sequences);
    while (!open.isEmpty()) {
      Message message = arrived.poll(LIMIT_S, TimeUnit.SECONDS);
      assertNotNull(message, () -> "no answers to " + open);
      assertTrue(message instanceof Answer, message.toString());
      int sequence = message.header().sequence();
      assertEquals(Devices.header(project, 1, 2, sequence), message.header().withFlags(0));
      open.remove(sequence);
    }
  }
}
