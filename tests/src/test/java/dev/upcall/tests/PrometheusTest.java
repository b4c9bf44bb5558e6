package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.host.gateway.GatewayCounter;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.web.GatewayWeb;
import dev.upcall.host.web.HttpSettings;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Amount;
import dev.upcall.tests.rig.Prometheus;
import dev.upcall.tests.rig.SteadyLoad;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway under load that Prometheus itself reads: it counts what the gateway counted, and every
 * query of the dashboard gives numbers. Skipped where Prometheus is not installed.
 */
class PrometheusTest {
  private static final Path HOME = Path.of(System.getProperty("upcall.home"));
  private static final String JOB = "gateway";

  /** Enough for two visits and more. */
  private static final long LOAD_NS = TimeUnit.SECONDS.toNanos(Amount.of(4, 300));

  private static final long LIMIT_NS = TimeUnit.MINUTES.toNanos(2);

  @TempDir Path folder;

  @Test
  void everyQueryOfTheDashboardGivesNumbers() throws Exception {
    Project project = SyntheticProject.tiny().write(folder.resolve("project"));
    OfflineLadder ladder = new OfflineLadder(project);
    List<byte[]> inputs = ladder.raw(Split.TEST);
    List<String> queries = queries();
    assertTrue(queries.size() > 15, queries.toString());
    try (GatewayService service = new GatewayService(new MemoryJournal(), List.of());
        GatewayWeb web = new GatewayWeb(HttpSettings.parse("0"), service);
        Prometheus prometheus = new Prometheus(URI.create(web.uri()).getAuthority(), JOB, folder)) {
      service.gateway().serve(project);
      service.mqtt(MqttOptions.of(service.broker(0).uri(), "home", "gateway"));
      long seen = 0;
      try (SteadyLoad load = new SteadyLoad(project, inputs, service.gateway())) {
        long end = System.nanoTime() + LOAD_NS;
        for (String query : queries) {
          awaitNumbers(prometheus, query);
        }
        while (System.nanoTime() < end) {
          for (String query : queries) {
            numbers(prometheus, query);
            seen++;
          }
        }
        assertEquals(0, load.finish());
      }
      long upcalls = service.gateway().counters().get(GatewayCounter.UPCALLS);
      String total = "sum(upcalls_total) == " + upcalls;
      awaitNumbers(prometheus, total);
      assertEquals("[\"" + JOB + "\"]", prometheus.labelValues("job", "upcalls_total").toString());
      System.out.printf(
          "metrics: %d upcalls, %d queries of the dashboard asked %d times more; of the visits %.0f"
              + " %% within a second, the longest %.0f ms%n",
          upcalls,
          queries.size(),
          seen,
          100 * value(prometheus.query("avg(avg_over_time(up[1h]))").get(0)),
          1000 * value(prometheus.query("max(max_over_time(scrape_duration_seconds[1h]))").get(0)));
    }
  }

  private static void awaitNumbers(Prometheus prometheus, String query) throws Exception {
    long end = System.nanoTime() + LIMIT_NS;
    while (!areNumbers(prometheus.query(query))) {
      assertTrue(System.nanoTime() < end, () -> "no numbers: " + query);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static void numbers(Prometheus prometheus, String query) throws Exception {
    JsonNode series = prometheus.query(query);
    assertTrue(areNumbers(series), () -> query + ": " + series);
  }

  private static boolean areNumbers(JsonNode series) {
    for (JsonNode one : series) {
      if (!Double.isFinite(value(one))) {
        return false;
      }
    }
    return !series.isEmpty();
  }

  private static double value(JsonNode series) {
    return Double.parseDouble(series.get("value").get(1).asText());
  }

  /** As Grafana would ask with this job chosen. */
  private static List<String> queries() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(HOME.resolve("deploy/grafana-dashboard.json").toFile());
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(target.get("expr").asText().replace("$job", JOB));
      }
    }
    return queries;
  }
}
