package dev.upcall.host.transport;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.MessageType;
import dev.upcall.core.wire.Result;
import dev.upcall.host.HostCode;
import dev.upcall.host.gateway.GatewayCounter;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.inject.Target;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.Mosquitto;
import dev.upcall.host.testing.Programs;
import dev.upcall.host.testing.TinyProject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttTransportTest {
  private static final byte[] CERTAIN = {60, 10, 0, 0};
  private static final byte[] UNSURE = {10, 12, 20, 30};

  @TempDir Path folder;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Injector injector =
      new Injector(
          System::nanoTime,
          timer,
          new Injector.Timing(Duration.ofSeconds(1), 20, Duration.ofSeconds(5)));
  private final GatewayService service = new GatewayService(new MemoryJournal(), List.of(injector));
  private Project project;

  @BeforeEach
  void serve() {
    project = TinyProject.in(folder.resolve("project"));
    service.gateway().serve(project);
  }

  @AfterEach
  void stop() {
    service.close();
    timer.shutdownNow();
  }

  @Test
  void theEmbeddedBrokerCarriesSamplesUpcallsAndAnswers() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(0);
        MqttDevice device = new MqttDevice(project, 7, 1, broker.uri(), "home")) {
      service.mqtt(MqttOptions.of(broker.uri(), "home", "gateway-1"));
      Target target = target();
      assertServes(target);
      assertBurst(target, 300);
      assertMalformedIsCounted(device);
    }
  }

  @Test
  void ofSeveralBrokersAnyWillDo() throws Exception {
    String gone = "tcp://127.0.0.1:" + Mosquitto.freePort();
    try (EmbeddedBroker broker = EmbeddedBroker.start(0);
        MqttDevice device = new MqttDevice(project, 7, 1, broker.uri(), "home")) {
      service.mqtt(MqttOptions.of(gone + "," + broker.uri(), "home", "gateway-1"));
      assertServes(target());
    }
  }

  @Test
  void whoBearsAnothersNumberIsRefusedAndCounted() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(0);
        MqttDevice device = new MqttDevice(project, 7, 1, broker.uri(), "home");
        MqttDevice other = new MqttDevice(project, 8, 1, broker.uri(), "home")) {
      service.mqtt(MqttOptions.of(broker.uri(), "home", "gateway-1"));
      await(() -> service.gateway().devices().size() == 2);
      other.publish("up", MessageCodec.encode(Devices.upcallFrom(project, 7, 1, 5)));
      await(() -> other.received().stream().anyMatch(MqttTransportTest::isRefusal));
      other.publish("birth", MessageCodec.encode(Devices.birth(project, 7, 1)));
      await(() -> count(GatewayCounter.IMPOSTORS) == 2);
      assertEquals(0, count(GatewayCounter.UPCALLS));
      device.publish("up", MessageCodec.encode(Devices.upcallFrom(project, 7, 1, 5)));
      await(() -> count(GatewayCounter.UPCALLS) == 1);
      assertFalse(device.received().stream().anyMatch(MqttTransportTest::isRefusal));
    }
  }

  private static boolean isRefusal(Message message) {
    return message instanceof Ack ack
        && ack.ofType().equals(Optional.of(MessageType.UPCALL))
        && ack.code() == Ack.Code.UNSUPPORTED;
  }

  private long count(GatewayCounter counter) {
    return service.gateway().counters().getOrDefault(counter, 0L);
  }

  @Test
  void inputsOf3072BytesTravelWhole() throws Exception {
    Project large = TinyProject.large(folder.resolve("large"));
    service.gateway().serve(large);
    try (EmbeddedBroker broker = EmbeddedBroker.start(0);
        MqttDevice device = new MqttDevice(large, 8, 1, broker.uri(), "home")) {
      service.mqtt(MqttOptions.of(broker.uri(), "home", "gateway-1"));
      Target target = injector.awaitTarget(Signature.of(large), "mqtt", Duration.ofSeconds(10));
      Injected injected = injector.inject(target, new byte[3072], false).get(10, TimeUnit.SECONDS);
      assertEquals(Result.Source.ANSWERED, injected.source());
      assertEquals(1, injected.classIndex());
      // One publish each: the payload's header and checksum, and MQTT's own few bytes.
      assertTrue(injected.bytesToDevice() < 3072 + 250, injected.toString());
    }
  }

  @Test
  void mosquittoDoesTooAndMayBeKilledMeanwhile() throws Exception {
    int port = Mosquitto.freePort();
    String uri = "tcp://127.0.0.1:" + port;
    Target target;
    try (Programs.Running broker = Mosquitto.start(folder, port);
        MqttDevice device = new MqttDevice(project, 7, 1, uri, "home")) {
      service.mqtt(MqttOptions.of(uri, "home", "gateway-1"));
      target = target();
      assertServes(target);
      broker.process().destroyForcibly();
    }
    // Sent while there is no broker; the device comes back after a restart of its own.
    CompletableFuture<Injected> meanwhile = injector.inject(target, CERTAIN, false);
    try (Programs.Running broker = Mosquitto.start(folder, port);
        MqttDevice device = new MqttDevice(project, 7, 2, uri, "home")) {
      assertEquals(Result.Source.LOCAL, meanwhile.get(20, TimeUnit.SECONDS).source());
    }
  }

  @Test
  void aBrokerThatIsNotThereIsNamed() throws Exception {
    int port = Mosquitto.freePort();
    UpcallException e =
        assertThrows(
            UpcallException.class,
            () -> service.mqtt(MqttOptions.of("tcp://127.0.0.1:" + port, "home", "gateway-1")));
    assertEquals(HostCode.BROKER_REFUSES, e.diagnostics().get(0).code());
    assertTrue(e.getMessage().contains("127.0.0.1:" + port), e.getMessage());
    assertTrue(e.getMessage().contains("Connection refused"), e.getMessage());
    e =
        assertThrows(
            UpcallException.class,
            () -> service.mqtt(MqttOptions.of("not a broker", "home", "gateway-1")));
    assertEquals(HostCode.BROKER_ADDRESS, e.diagnostics().get(0).code());
  }

  private void assertServes(Target target) throws Exception {
    Injected sure = injector.inject(target, CERTAIN, false).get(10, TimeUnit.SECONDS);
    assertEquals(Result.Source.LOCAL, sure.source());
    Injected asked = injector.inject(target, UNSURE, false).get(10, TimeUnit.SECONDS);
    assertEquals(Result.Source.ANSWERED, asked.source());
    assertEquals(0, asked.classIndex());
    assertTrue(asked.bytesFromDevice() > sure.bytesFromDevice() + 40, asked.toString());
  }

  /** Far more at once than may be unacknowledged. */
  private void assertBurst(Target target, int count) throws Exception {
    List<CompletableFuture<Injected>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(injector.inject(target, i % 2 == 0 ? CERTAIN : UNSURE, false));
    }
    for (CompletableFuture<Injected> one : all) {
      one.get(20, TimeUnit.SECONDS);
    }
  }

  private void assertMalformedIsCounted(MqttDevice device) throws Exception {
    device.publish("up", new byte[] {1, 2, 3});
    await(() -> service.gateway().counters().get(GatewayCounter.MALFORMED) == 1);
  }

  private Target target() throws InterruptedException {
    return injector.awaitTarget(Signature.of(project), "mqtt", Duration.ofSeconds(10));
  }
}
