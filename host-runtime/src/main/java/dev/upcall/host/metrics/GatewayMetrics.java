package dev.upcall.host.metrics;

import dev.upcall.core.wire.WireError;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.gateway.AnswerListener;
import dev.upcall.host.gateway.AnsweredUpcall;
import dev.upcall.host.gateway.GatewayCounter;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.GatewayStatus;
import dev.upcall.host.gateway.GatewayStatus.ProjectStatus;
import dev.upcall.host.gateway.JournalStats;
import dev.upcall.host.harvest.HarvestCounter;
import dev.upcall.host.harvest.HarvestWriter;
import dev.upcall.host.transport.Transport;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A gateway's metrics as Prometheus reads them: its own counters, the time from an upcall's arrival
 * to its answer, and how its members and ways to devices stand at the moment of asking.
 */
public final class GatewayMetrics implements AnswerListener, AutoCloseable {
  /** The type of what {@link #scrape} gives. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** From a model that takes no time to a device that has long given up. */
  private static final Duration[] LATENCIES =
      Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  /** From a small model in this process to a cluster that is in trouble. */
  private static final Duration[] MEMBER_TIMES =
      IntStream.of(100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000)
          .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
          .toArray(Duration[]::new);

  private static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32, 64};

  private final GatewayService service;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MultiGauge members =
      MultiGauge.builder("member.up")
          .description("1 for a member that is asked")
          .register(registry);
  private final MultiGauge transports =
      MultiGauge.builder("transport.up")
          .description("1 for a serial port or broker that is connected")
          .register(registry);

  /** Kept here: the registry would forget it. */
  private Map<String, LongSupplier> refused = Map.of();

  private final AtomicReference<GatewayStatus> last =
      new AtomicReference<>(new GatewayStatus(List.of(), 0, 0, false));

  /** Metrics of a gateway, which tells them of its answers from now on. */
  public GatewayMetrics(GatewayService service) {
    this.service = service;
    for (GatewayCounter counter : GatewayCounter.values()) {
      CounterName name = CounterName.of(counter);
      FunctionCounter.builder(
              name.name(), service, running -> running.gateway().counters().get(counter))
          .tags(name.tags())
          .register(registry);
    }
    gauge("devices", "devices that announced themselves", GatewayStatus::devices);
    gauge("upcalls.open", "upcalls being worked on", GatewayStatus::open);
    gauge("draining", "1 while no new upcalls are taken", status -> status.draining() ? 1 : 0);
    journal("journal.bytes", "of the journal, on disk", JournalStats::bytes);
    journal("journal.unanswered", "upcalls stored and not answered", JournalStats::unanswered);
    journal(
        "journal.waiting.bytes", "of upcalls that wait for the disk", JournalStats::waitingBytes);
    journalCounter("journal.forces", "times that the disk was waited for", JournalStats::forces);
    journalCounter("journal.failures", "writes that the disk refused", JournalStats::failures);
    FunctionCounter.builder("served.failures", service, GatewayService::servedFailures)
        .description("batches that members on serving clusters could not do")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    service.gateway().onAnswer(this);
  }

  private void gauge(String name, String what, ToDoubleFunction<GatewayStatus> value) {
    Gauge.builder(name, last, status -> value.applyAsDouble(status.get()))
        .description(what)
        .register(registry);
  }

  private void journal(String name, String what, ToDoubleFunction<JournalStats> value) {
    Gauge.builder(name, service, running -> value.applyAsDouble(running.journal()))
        .description(what)
        .register(registry);
  }

  private void journalCounter(String name, String what, ToDoubleFunction<JournalStats> value) {
    FunctionCounter.builder(name, service, running -> value.applyAsDouble(running.journal()))
        .description(what)
        .register(registry);
  }

  /** Exposes also what came of answers in a store. */
  public void harvest(HarvestWriter harvest) {
    for (HarvestCounter counter : HarvestCounter.values()) {
      FunctionCounter.builder("harvest", harvest, store -> store.counters().get(counter))
          .description("samples by what came of them in the store")
          .tags("result", counter.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  /** Exposes also how many were refused over HTTP, by reason. */
  public void refusals(Map<String, LongSupplier> counts) {
    refused = counts;
    for (String reason : counts.keySet()) {
      FunctionCounter.builder("http.refused", refused, all -> all.get(reason).getAsLong())
          .description("requests and connections over HTTP that were refused")
          .tags("reason", reason)
          .register(registry);
    }
  }

  @Override
  public void answered(AnsweredUpcall answered) {
    Timer.builder("upcall.latency")
        .description("from an upcall's arrival to its answer")
        .tags("project", answered.project().manifest().name())
        .serviceLevelObjectives(LATENCIES)
        .register(registry)
        .record(answered.took());
  }

  @Override
  public void asked(String project, int size) {
    DistributionSummary.builder("batch.size")
        .description("upcalls that an ensemble is asked about together")
        .tags("project", project)
        .serviceLevelObjectives(BATCH_SIZES)
        .register(registry)
        .record(size);
  }

  @Override
  public void ran(String project, String member, Duration took) {
    Timer.builder("member")
        .description("from asking a member about a batch to its outputs")
        .tags("project", project, "member", member)
        .serviceLevelObjectives(MEMBER_TIMES)
        .register(registry)
        .record(took);
  }

  /**
   * All metrics in Prometheus' text format.
   *
   * @param status of the gateway at this moment
   */
  public String scrape(GatewayStatus status) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (ProjectStatus project : status.projects()) {
      project
          .members()
          .forEach(
              (member, state) ->
                  rows.add(
                      row(
                          Tags.of(
                              "project", project.project(),
                              "signature", project.signature(),
                              "member", member),
                          state == MemberState.UP)));
    }
    members.register(rows, true);
    service.transports().forEach(this::losses);
    transports.register(service.transports().stream().map(GatewayMetrics::row).toList(), true);
    last.set(status);
    return registry.scrape();
  }

  /** Registers what is not yet: a transport may have come since, or a kind of damage. */
  private void losses(Transport transport) {
    FunctionCounter.builder("transport.unsent", transport, way -> way.losses().unsent())
        .description("messages to devices that were not sent")
        .tags("transport", transport.name())
        .register(registry);
    for (WireError error : transport.losses().damaged().keySet()) {
      FunctionCounter.builder(
              "transport.damaged", transport, way -> way.losses().damaged().get(error))
          .description("what came in damaged and was dropped")
          .tags("transport", transport.name(), "error", error.id())
          .register(registry);
    }
  }

  private static MultiGauge.Row<?> row(Transport transport) {
    return row(Tags.of("transport", transport.name()), transport.isUp());
  }

  private static MultiGauge.Row<?> row(Tags tags, boolean up) {
    return MultiGauge.Row.of(tags, up ? 1 : 0);
  }

  @Override
  public void close() {
    registry.close();
  }
}
