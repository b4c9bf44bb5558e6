package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.bench.gateway.Mosquitto;
import dev.upcall.core.project.Project;
import dev.upcall.host.bridge.Bridge;
import dev.upcall.host.gateway.GatewayCounter;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.metrics.GatewayMetrics;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.SerialSettings;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.AskingDevice;
import dev.upcall.tests.rig.OtherVersion;
import dev.upcall.tests.rig.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RELIABILITY R22: firmware of the release before, and of the one behind, with a gateway of this
 * one. It is refused by name, goes on by itself at once and not by its deadline of a minute, keeps
 * nobody else from being answered, and is answered as soon as both are of one release.
 */
class VersionSkewTest {
  private static final String ALWAYS_ASK =
      """
      stages:
        - {run: small, policy: {use: LogisticRegression, beta: -100, w1: 1, w2: -1}}
      """;

  private static final int BAUD = 115_200;
  private static final int SAMPLES = 3;

  @TempDir static Path folder;
  private static Project project;

  /** By version: 0, 1, 2. */
  private static List<Path> images;

  @BeforeAll
  static void build() throws IOException {
    project = SyntheticProject.tiny().write(folder.resolve("project"), ALWAYS_ASK);
    images = AskingDevice.build(project, folder.resolve("output"), 0, 1, 2);
  }

  private static GatewayService gateway() {
    GatewayService service = new GatewayService(new MemoryJournal(), List.of());
    service.gateway().serve(project);
    return service;
  }

  private static long count(GatewayService service, GatewayCounter counter) {
    return service.gateway().counters().get(counter);
  }

  private static AskingDevice wired(int version, Path port) throws IOException {
    Files.deleteIfExists(port);
    AskingDevice device =
        new AskingDevice(images.get(version), Map.of("UPCALL_TTY", port.toString()));
    while (!Files.exists(port)) {
      Thread.onSpinWait();
    }
    return device;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void onAWireItIsRefusedUntilItIsUpdated(int version) throws Exception {
    Path port = folder.resolve("port-" + version);
    Path other = folder.resolve("other-" + version);
    try (GatewayService service = gateway();
        GatewayMetrics metrics = new GatewayMetrics(service);
        AskingDevice known = wired(1, other)) {
      service.serial(other.toString(), BAUD);
      try (AskingDevice device = wired(version, port)) {
        service.serial(port.toString(), BAUD);
        device.await("degraded", SAMPLES);
        known.await("answered", SAMPLES);
        assertEquals(0, device.count("answered"));
      }
      assertEquals(0, known.count("degraded"));
      assertTrue(count(service, GatewayCounter.OTHER_VERSION) > SAMPLES, "the birth, and upcalls");
      String scraped = metrics.scrape(service.gateway().status().get());
      assertTrue(scraped.contains("upcall_refused_total{reason=\"other_version\"}"), scraped);
      try (AskingDevice updated = wired(1, port)) {
        updated.await("answered", SAMPLES);
      }
      assertEquals(0, count(service, GatewayCounter.HANDLER_FAILURES));
    }
  }

  /** The same device all the time, which the gateway of its own version answers. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void atABrokerItIsRefusedUntilTheGatewayIsUpdated(int version) throws Exception {
    Tools.require("mosquitto");
    Path its = Files.createDirectory(folder.resolve("broker-" + version));
    try (Mosquitto broker = Mosquitto.start(its);
        AskingDevice device =
            new AskingDevice(
                images.get(version),
                Map.of(
                    "UPCALL_MQTT",
                    "127.0.0.1:" + broker.port(),
                    "UPCALL_SITE",
                    "home",
                    "UPCALL_NAME",
                    "skewed"))) {
      try (GatewayService before = gateway()) {
        before.mqtt(MqttOptions.of(broker.uri(), "home", "before"));
        device.await("degraded", SAMPLES);
        assertTrue(count(before, GatewayCounter.OTHER_VERSION) >= SAMPLES);
        assertEquals(0, count(before, GatewayCounter.UPCALLS));
      }
      try (GatewayService after = gateway();
          OtherVersion speaker = new OtherVersion(broker.uri(), "home", "spoken", version)) {
        after.mqtt(MqttOptions.of(broker.uri(), "spoken", "after"));
        device.await("answered", SAMPLES);
        assertEquals(0, count(after, GatewayCounter.OTHER_VERSION));
      }
    }
  }

  /** A bridge cannot tell whose it is, and says so in the gateway's place. */
  @Test
  void aBridgeRefusesIt() throws Exception {
    Tools.require("mosquitto");
    Path port = folder.resolve("bridged");
    Path its = Files.createDirectory(folder.resolve("broker"));
    try (Mosquitto broker = Mosquitto.start(its);
        Bridge bridge = new Bridge(MqttOptions.of(broker.uri(), "home", "bridge"));
        GatewayService service = gateway()) {
      service.mqtt(MqttOptions.of(broker.uri(), "home", "gateway"));
      try (AskingDevice device = wired(2, port)) {
        bridge.serial(new SerialSettings(port.toString(), BAUD));
        device.await("degraded", SAMPLES);
      }
      assertEquals(0, bridge.count().devices());
      try (AskingDevice updated = wired(1, port)) {
        updated.await("answered", SAMPLES);
      }
    }
  }
}
