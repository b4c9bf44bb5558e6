package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.bench.gateway.Fleet;
import dev.upcall.cli.bench.gateway.LoadResult;
import dev.upcall.cli.bench.gateway.UpcallSource;
import dev.upcall.core.project.Project;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.transport.MqttOptions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/** A thousand devices, each asking once a second for a minute: what is lost, and what is kept. */
final class FleetRows {
  private static final int DEVICES = 1000;

  /** Until the journal's bounded memory of answers, 65 536 of them, is full. */
  private static final Duration WARM_UP = Duration.ofSeconds(70);

  private static final Duration TIME = Duration.ofSeconds(60);

  private final Project project;
  private final List<byte[]> samples;
  private final String broker;
  private final Console console;

  FleetRows(Project project, List<byte[]> samples, String broker, Console console) {
    this.project = project;
    this.samples = samples;
    this.broker = broker;
    this.console = console;
  }

  List<BenchRow> measure() throws InterruptedException {
    console.step("%d devices, an upcall a second each, for %d s", DEVICES, TIME.toSeconds());
    try (GatewayService service = new GatewayService(new MemoryJournal(), List.of())) {
      service.gateway().serve(project);
      service.mqtt(MqttOptions.of(broker, "fleet", "gateway"));
      try (Fleet fleet = new Fleet(broker, "fleet", new UpcallSource(project, samples, DEVICES))) {
        LoadResult first = fleet.open(DEVICES, Duration.ZERO, WARM_UP);
        double before = heapMb();
        LoadResult load = fleet.open(DEVICES, Duration.ZERO, TIME);
        double growth = heapMb() - before;
        return List.of(
            BenchRow.lower("gateway.fleet1000.lost", first.lost() + load.lost(), "", load.sent())
                .note("%d device ids on one connection".formatted(DEVICES)),
            BenchRow.lower("gateway.fleet1000.heapGrowthMb", growth, "MB", 1)
                .note("from second %d on".formatted(WARM_UP.toSeconds())),
            BenchRow.lower("gateway.fleet1000.p50Ms", load.p50Ms(), "ms", load.answered()),
            BenchRow.lower("gateway.fleet1000.p99Ms", load.p99Ms(), "ms", load.answered()));
      }
    }
  }

  /** What is in use after a collection. */
  private static double heapMb() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }
}
