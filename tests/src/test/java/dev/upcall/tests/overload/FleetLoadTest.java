package dev.upcall.tests.overload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.bench.gateway.EchoService;
import dev.upcall.cli.bench.gateway.Fleet;
import dev.upcall.cli.bench.gateway.LoadResult;
import dev.upcall.cli.bench.gateway.Mosquitto;
import dev.upcall.cli.bench.gateway.UpcallSource;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Amount;
import dev.upcall.tests.rig.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RELIABILITY R14: a thousand devices on one connection to a broker, each asking once a second, or
 * in a soak as often as 70 % of what the broker echoes; no upcall is lost. 10 s and not a minute:
 * {@code ./upcall bench gateway} takes the minute.
 */
class FleetLoadTest {
  private static final int DEVICES = 1000;
  private static final int SECONDS = Amount.of(10, 600);
  private static final int ECHO_PERCENT = Amount.of(0, 70);
  private static final int WINDOW = 128;

  @TempDir Path folder;

  @Test
  void nothingOfAThousandDevicesIsLost() throws Exception {
    Tools.require("mosquitto");
    Project project = SyntheticProject.tiny().write(folder.resolve("project"));
    List<byte[]> raw = new OfflineLadder(project).raw(Split.TEST);
    try (Mosquitto broker = Mosquitto.start(folder);
        GatewayService service = new GatewayService(new MemoryJournal(), List.of())) {
      double perSecond = DEVICES;
      if (ECHO_PERCENT > 0) {
        perSecond = Math.max(perSecond, echoRate(broker, project, raw) * ECHO_PERCENT / 100);
      }
      service.gateway().serve(project);
      service.mqtt(MqttOptions.of(broker.uri(), "load", "gateway"));
      try (Fleet fleet = fleet(broker, "load", project, raw)) {
        LoadResult load = fleet.open(perSecond, Duration.ZERO, Duration.ofSeconds(SECONDS));
        System.out.printf(
            "R14: %d devices, %d upcalls, %.0f/s, p50 %.1f ms, p99 %.1f ms, %d lost%n",
            DEVICES, load.sent(), load.perSecond(), load.p50Ms(), load.p99Ms(), load.lost());
        assertEquals(0, load.lost());
        assertTrue(load.sent() > DEVICES, "hardly any load");
      }
    }
  }

  private static double echoRate(Mosquitto broker, Project project, List<byte[]> raw)
      throws InterruptedException {
    try (EchoService echo = new EchoService(broker.uri(), "echo");
        Fleet fleet = fleet(broker, "echo", project, raw)) {
      return fleet.closed(WINDOW, Duration.ofSeconds(3), Duration.ofSeconds(6)).perSecond();
    }
  }

  private static Fleet fleet(Mosquitto broker, String site, Project project, List<byte[]> raw) {
    return new Fleet(broker.uri(), site, new UpcallSource(project, raw, DEVICES));
  }
}
