package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.cli.bench.gateway.Mosquitto;
import dev.upcall.compiler.tool.Image;
import dev.upcall.core.wire.Result;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.transport.EmbeddedBroker;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Agreement;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.MqttDevice;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import dev.upcall.tests.rig.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs of 3072 bytes: in fragments over a serial line, whole over MQTT. */
class LargeInputTest {
  private static final int INPUT_BYTES = 3072;

  /** A sample's message: header, input, CRC. */
  private static final int MESSAGE_BYTES = 28 + INPUT_BYTES + 4;

  /** Frames of at most 634 bytes of a message. */
  private static final int FRAMES = (MESSAGE_BYTES + 633) / 634;

  /** Part, parts and CRC; COBS; the delimiter. */
  private static final int FRAME_OVERHEAD = 6 + 2 + 1;

  @TempDir static Path folder;
  private static Prepared large;

  @BeforeAll
  static void prepare() {
    large = Prepared.of(SyntheticProject.large(), folder.resolve("large"));
    assertEquals(INPUT_BYTES, large.raw().get(0).length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"posix", "mps2-an386"})
  void inFragmentsOverASerialLine(String id) throws InterruptedException {
    try (RunningBoard board = RunningBoard.start(large.project(), id, folder.resolve("out"));
        Desk desk = Desk.serving(large.project()).serial(board.port())) {
      List<Injected> results = desk.inject(large.raw());
      Agreement.check(large, results, desk.traffic());
      for (Injected result : results) {
        assertTrue(
            result.bytesToDevice() >= MESSAGE_BYTES + FRAMES * FRAME_OVERHEAD,
            result.bytesToDevice() + " bytes to the device");
      }
      assertTrue(board.isRunning());
    }
  }

  @Test
  void wholeOverMqtt() throws InterruptedException {
    Image image = mqttImage();
    try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
      wholeOver(image, broker.port());
    }
  }

  @Test
  void wholeOverMqttThroughAnotherBroker() throws IOException, InterruptedException {
    Tools.require("mosquitto");
    Image image = mqttImage();
    try (Mosquitto broker = Mosquitto.start(folder)) {
      wholeOver(image, broker.port());
    }
  }

  private static Image mqttImage() {
    Path output = RunningBoard.build(large.project(), "posix", folder.resolve("mqtt"));
    Image image = RunningBoard.image(output);
    assumeTrue(image.address("upcall_mqtt_link").isPresent(), "libmosquitto-dev is not installed");
    return image;
  }

  private static void wholeOver(Image image, int port) throws InterruptedException {
    String broker = "tcp://127.0.0.1:" + port;
    try (MqttDevice device = MqttDevice.start(image, port, "lab", "pump-3");
        Desk desk = Desk.serving(large.project()).mqtt(broker, "lab")) {
      assertEquals("pump-3", desk.target().birth().name());
      List<Injected> results = desk.inject(large.raw());
      Agreement.check(large, results, desk.traffic());
      for (Injected result : results) {
        assertEquals(1, result.attempts());
        if (result.source() == Result.Source.LOCAL) {
          int around = (int) result.bytesToDevice() - MESSAGE_BYTES;
          assertTrue(around > 0 && around < 64, "one publish, not " + result.bytesToDevice());
        }
      }
      assertTrue(device.isRunning());
    }
  }
}
