package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.bench.gateway.Mosquitto;
import dev.upcall.core.project.Project;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.journal.FileJournal;
import dev.upcall.host.journal.JournalSettings;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Agreement;
import dev.upcall.tests.rig.Amount;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.GatewayProcess;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import dev.upcall.tests.rig.Tools;
import dev.upcall.tests.rig.WiredDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices on wires, served over a broker: terminal, bridge, mosquitto, gateway, and back. */
class BridgeEndToEndTest {
  private static final String SITE = "site";
  private static final int KILLS = Amount.of(2, 100);
  private static final int DEVICES = 3;
  private static final long LIMIT_S = 180;

  @TempDir Path folder;

  @Test
  void firmwareOnAWireIsServedAsIfItSpokeMqtt() throws Exception {
    Tools.require("mosquitto");
    Prepared tiny = Prepared.of(SyntheticProject.tiny(), folder.resolve("tiny"));
    try (Mosquitto broker = Mosquitto.start(folder);
        RunningBoard board = RunningBoard.start(tiny.project(), "posix", folder.resolve("out"));
        GatewayProcess bridge = bridge(broker, board.port().toString());
        Desk desk = Desk.serving(tiny.project()).mqtt(uri(broker), SITE)) {
      assertEquals("posix", desk.target().birth().board());
      List<Injected> results = desk.inject(tiny.raw());
      Agreement.check(tiny, results, desk.traffic());
      assertEquals(0, bridge.end(), bridge.output());
      assertTrue(bridge.output().contains("1 devices;"), bridge.output());
      assertTrue(bridge.output().contains("0 dropped, 0 malformed, 0 births refused"));
    }
  }

  /**
   * The bridge is killed again and again, with upcalls and answers in its hands. Whoever asked gets
   * its answer, also who was told that the upcall is stored, and so has not asked again.
   */
  @Test
  void nothingIsLostWithABridgeThatIsKilled() throws Exception {
    Tools.require("mosquitto");
    Project project = SyntheticProject.tiny().write(folder.resolve("tiny"));
    List<WiredDevice> devices = new ArrayList<>();
    try (Mosquitto broker = Mosquitto.start(folder);
        GatewayService gateway =
            new GatewayService(
                FileJournal.open(JournalSettings.of(folder.resolve("journal"))), List.of())) {
      gateway.gateway().serve(project);
      gateway.mqtt(MqttOptions.of(uri(broker), SITE, "gateway"));
      for (int i = 0; i < DEVICES; i++) {
        devices.add(new WiredDevice(project, i + 1, folder.resolve("tty" + i)));
      }
      for (int kill = 0; kill < KILLS; kill++) {
        int before = sum(devices, WiredDevice::answered) + 2 * DEVICES + kill % 7;
        try (GatewayProcess bridge = bridge(broker, folder.resolve("tty*").toString())) {
          await(bridge, () -> sum(devices, WiredDevice::answered) > before);
          bridge.kill();
        }
      }
      devices.forEach(WiredDevice::end);
      try (GatewayProcess bridge = bridge(broker, folder.resolve("tty*").toString())) {
        await(bridge, () -> devices.stream().allMatch(d -> d.answered() == d.asked()));
      }
      assertEquals(0, sum(devices, WiredDevice::different));
      System.out.printf(
          "bridge: %d kills, %d upcalls of %d devices, all answered%n",
          KILLS, sum(devices, WiredDevice::asked), DEVICES);
    } finally {
      for (WiredDevice device : devices) {
        device.close();
      }
    }
  }

  private static String uri(Mosquitto broker) {
    return "tcp://127.0.0.1:" + broker.port();
  }

  private GatewayProcess bridge(Mosquitto broker, String port) {
    return GatewayProcess.bridge(
        folder.resolve("output"),
        "--serial",
        port + "@921600",
        "--broker",
        uri(broker),
        "--site",
        SITE);
  }

  private static int sum(List<WiredDevice> devices, ToIntFunction<WiredDevice> what) {
    return devices.stream().mapToInt(what).sum();
  }

  private static void await(GatewayProcess bridge, BooleanSupplier done) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
    while (!done.getAsBoolean()) {
      assertTrue(bridge.isAlive(), bridge::output);
      assertTrue(System.nanoTime() < end, bridge::output);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
