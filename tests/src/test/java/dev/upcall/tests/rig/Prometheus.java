package dev.upcall.tests.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.upcall.cli.bench.gateway.Mosquitto;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunningProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The real one, which reads one gateway's metrics every second. */
public final class Prometheus implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ProcessRunner runner = new ProcessRunner();
  private final String api;

  /**
   * Starts it; skips the test where it is not installed.
   *
   * @param target {@code host:port} of the gateway
   * @param job as which it is read
   */
  public Prometheus(String target, String job, Path folder) throws IOException {
    Tools.require("prometheus");
    int port = Mosquitto.freePort();
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s, scrape_timeout: 1s}
            scrape_configs:
              - job_name: %s
                static_configs: [{targets: ["%s"]}]
            """
                .formatted(job, target));
    RunningProcess process =
        runner.start(
            List.of(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + port),
            folder,
            Map.of());
    if (process.awaitOutput(Pattern.compile("ready to receive web requests"), LIMIT).isEmpty()) {
      close();
      throw new AssertionError("prometheus does not start: " + process.output());
    }
    api = "http://127.0.0.1:" + port + "/api/v1/";
  }

  /** What a query gives now, one element for each series. */
  public JsonNode query(String query) throws IOException, InterruptedException {
    return ask("query?query=" + encoded(query)).get("result");
  }

  /** Values that a label has in the series of a metric. */
  public JsonNode labelValues(String label, String metric)
      throws IOException, InterruptedException {
    return ask("label/" + label + "/values?" + encoded("match[]") + "=" + encoded(metric));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonNode ask(String what) throws IOException, InterruptedException {
    HttpResponse<String> reply =
        client.send(
            HttpRequest.newBuilder(URI.create(api + what)).timeout(LIMIT).build(),
            HttpResponse.BodyHandlers.ofString());
    JsonNode body = JSON.readTree(reply.body());
    if (!"success".equals(body.path("status").asText())) {
      throw new AssertionError(what + ": " + reply.body());
    }
    return body.get("data");
  }

  @Override
  public void close() {
    runner.close();
  }
}
