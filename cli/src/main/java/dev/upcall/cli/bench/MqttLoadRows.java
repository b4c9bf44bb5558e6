package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.bench.gateway.EchoService;
import dev.upcall.cli.bench.gateway.Fleet;
import dev.upcall.cli.bench.gateway.LoadResult;
import dev.upcall.cli.bench.gateway.UpcallSource;
import dev.upcall.core.project.Project;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.transport.MqttOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Upcalls a second over MQTT at QoS 1 and their latency at half of it, of a gateway and of a client
 * that echoes: from the same fleet, over the same broker, in turns.
 */
final class MqttLoadRows {
  private static final int DEVICES = 64;
  private static final int WINDOW = 128;
  private static final int TURNS = 3;

  /** Until Java has compiled what a gateway runs: on two busy cores most of half a minute. */
  private static final Duration COLD = Duration.ofSeconds(15);

  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Duration TIME = Duration.ofSeconds(6);

  private final Project project;
  private final List<byte[]> samples;
  private final String broker;
  private final Console console;

  MqttLoadRows(Project project, List<byte[]> samples, String broker, Console console) {
    this.project = project;
    this.samples = samples;
    this.broker = broker;
    this.console = console;
  }

  /** A load on whoever answers. */
  @FunctionalInterface
  private interface Load {
    LoadResult run(Fleet fleet) throws InterruptedException;
  }

  List<BenchRow> measure() throws InterruptedException {
    console.step("warming up");
    echo(fleet -> fleet.closed(WINDOW, COLD, WARM_UP));
    gateway(fleet -> fleet.closed(WINDOW, COLD, WARM_UP));
    List<LoadResult> echoes = new ArrayList<>();
    List<LoadResult> gateways = new ArrayList<>();
    for (int turn = 1; turn <= TURNS; turn++) {
      console.step("turn %d of %d: as many upcalls as it takes", turn, TURNS);
      echoes.add(echo(fleet -> fleet.closed(WINDOW, WARM_UP, TIME)));
      gateways.add(gateway(fleet -> fleet.closed(WINDOW, WARM_UP, TIME)));
    }
    double most = perSecond(gateways);
    console.step("latency at half of it, %.0f upcalls/s", most / 2);
    LoadResult echo = echo(fleet -> fleet.open(most / 2, WARM_UP, TIME));
    LoadResult gateway = gateway(fleet -> fleet.open(most / 2, WARM_UP, TIME));
    gateways.add(gateway);
    long n = gateways.stream().mapToLong(LoadResult::answered).sum();
    return List.of(
        BenchRow.higher("gateway.mqtt.upcallsPerSecond", most, "upcalls/s", n)
            .against(perSecond(echoes), "a bare Paho client that echoes, same broker, in turns")
            .note(
                "%d host members, %d devices on one connection, %d upcalls under way"
                    .formatted(project.manifest().host().members().size(), DEVICES, WINDOW)),
        BenchRow.higher("gateway.mqtt.shareOfEcho", most / perSecond(echoes), "of echo", n),
        BenchRow.lower("gateway.mqtt.p50Ms", gateway.p50Ms(), "ms", gateway.answered())
            .against(echo.p50Ms(), "the echo client at the same load"),
        BenchRow.lower("gateway.mqtt.p99Ms", gateway.p99Ms(), "ms", gateway.answered())
            .against(echo.p99Ms(), "the echo client at the same load"),
        BenchRow.lower(
            "gateway.mqtt.lost", gateways.stream().mapToLong(LoadResult::lost).sum(), "", n));
  }

  private static double perSecond(List<LoadResult> results) {
    return results.stream().mapToDouble(LoadResult::perSecond).average().orElseThrow();
  }

  private LoadResult echo(Load load) throws InterruptedException {
    try (EchoService echo = new EchoService(broker, "echo")) {
      return load("echo", load);
    }
  }

  private LoadResult gateway(Load load) throws InterruptedException {
    try (GatewayService service = new GatewayService(new MemoryJournal(), List.of())) {
      service.gateway().serve(project);
      service.mqtt(MqttOptions.of(broker, "load", "gateway"));
      return load("load", load);
    }
  }

  private LoadResult load(String site, Load load) throws InterruptedException {
    try (Fleet fleet = new Fleet(broker, site, new UpcallSource(project, samples, DEVICES))) {
      return load.run(fleet);
    }
  }
}
