package dev.upcall.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.WireError;
import dev.upcall.host.gateway.AnswerListener;
import dev.upcall.host.gateway.AnsweredUpcall;
import dev.upcall.host.gateway.GatewayCounter;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.harvest.HarvestPlace;
import dev.upcall.host.harvest.HarvestRetention;
import dev.upcall.host.harvest.HarvestWriter;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.RecordingConnection;
import dev.upcall.host.testing.TinyProject;
import dev.upcall.host.transport.Losses;
import dev.upcall.host.transport.MessageListener;
import dev.upcall.host.transport.Transport;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics, health and the end of a gateway, over real HTTP. */
class GatewayWebTest {
  private static final byte[] INPUT = {-127, -126, -125, -120};

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final GatewayService service = new GatewayService(new MemoryJournal(), List.of());
  private final RecordingConnection device = new RecordingConnection();
  private final Way way = new Way();
  private GatewayWeb web;
  private Project project;

  /** A way to devices that is up or not as the test says. */
  private static final class Way implements Transport {
    private boolean up = true;

    @Override
    public String name() {
      return "way \"one\"";
    }

    @Override
    public void start(MessageListener listener) {}

    @Override
    public boolean isUp() {
      return up;
    }

    @Override
    public Losses losses() {
      return new Losses(4, Map.of(WireError.FRAME_CRC, 2L));
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void start() {
    web = new GatewayWeb(HttpSettings.parse("0"), service);
  }

  @AfterEach
  void stop() {
    web.close();
    service.close();
  }

  private void serve() {
    project = TinyProject.in(folder.resolve("tiny"));
    service.gateway().serve(project);
    service.attach(way);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(web.uri() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private Scrape scrape() throws Exception {
    HttpResponse<String> response = get("/metrics");
    assertEquals(200, response.statusCode());
    assertTrue(
        response.headers().firstValue("content-type").orElseThrow().startsWith("text/plain"));
    return Scrape.of(response.body());
  }

  private void work() throws Exception {
    service.gateway().received(device, Devices.birth(project, 1, 2));
    for (int sequence = 1; sequence <= 5; sequence++) {
      service.gateway().received(device, Devices.upcall(project, sequence, INPUT));
      device.next(Answer.class);
    }
    service.gateway().received(device, Devices.upcall(project, 5, INPUT));
    device.next(Answer.class);
    service.gateway().received(device, Devices.upcall(project, 6, (byte) 1));
    assertEquals(Ack.Code.WRONG_SIZE, device.next(Ack.class).code());
  }

  @Test
  void metricsAgreeWithTheGatewaysOwnCounters() throws Exception {
    serve();
    work();
    Scrape scrape = scrape();
    assertEquals(5, scrape.value("upcalls_total"));
    assertEquals(5, scrape.value("upcall_answers_total"));
    assertEquals(1, scrape.value("upcall_duplicates_total"));
    assertEquals(1, scrape.value("upcall_refused_total{reason=\"unfit\"}"));
    assertEquals(0, scrape.value("upcall_refused_total{reason=\"unknown_signature\"}"));
    assertEquals(0, scrape.value("dropped_total{queue=\"inbox\"}"));
    assertEquals(5, scrape.value("upcall_latency_seconds_count{project=\"tiny\"}"));
    assertEquals(5, scrape.value("upcall_latency_seconds_bucket{project=\"tiny\",le=\"+Inf\"}"));
    assertEquals(5, scrape.value("batch_size_sum{project=\"tiny\"}"));
    for (String member : TinyProject.MEMBERS) {
      String of = "{member=\"" + member + "\",project=\"tiny\"}";
      assertEquals(5, scrape.value("member_seconds_count" + of));
    }
    assertEquals(3, scrape.sum("member_up"));
    assertEquals(1, scrape.value("devices"));
    assertEquals(0, scrape.value("upcalls_open"));
    assertEquals(1, scrape.value("transport_up{transport=\"way \\\"one\\\"\"}"));
    assertEquals(4, scrape.value("transport_unsent_total{transport=\"way \\\"one\\\"\"}"));
    assertEquals(
        2, scrape.value("transport_damaged_total{error=\"UP1214\",transport=\"way \\\"one\\\"\"}"));
    double exposed =
        scrape.names().stream()
            .filter(
                name ->
                    name.endsWith("_total") && !name.matches("(jvm|process|journal|transport)_.*"))
            .mapToDouble(scrape::sum)
            .sum();
    Map<GatewayCounter, Long> counters = service.gateway().counters();
    assertEquals(counters.values().stream().mapToLong(Long::longValue).sum(), exposed);
  }

  @Test
  void aMemberThatIsLostShows() throws Exception {
    serve();
    service.gateway().ensemble("tiny").orElseThrow().disable("b").join();
    Scrape scrape = scrape();
    assertEquals(2, scrape.sum("member_up"));
    assertEquals(
        List.of("b"),
        scrape.values().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("member_up") && entry.getValue() == 0)
            .map(entry -> entry.getKey().replaceAll(".*member=\"(.*?)\".*", "$1"))
            .toList());
  }

  @Test
  void readyOnlyWhenDevicesAreServed() throws Exception {
    assertEquals(200, get("/healthz").statusCode());
    HttpResponse<String> before = get("/readyz");
    assertEquals(503, before.statusCode());
    assertEquals("no project is served\nno way to devices\n", before.body());
    serve();
    assertEquals(200, get("/readyz").statusCode());
    way.up = false;
    assertEquals("way \"one\" is not connected\n", get("/readyz").body());
    way.up = true;
    for (String member : TinyProject.MEMBERS) {
      service.gateway().ensemble("tiny").orElseThrow().disable(member).join();
    }
    assertEquals("no member of tiny is up\n", get("/readyz").body());
    assertEquals(200, get("/healthz").statusCode());
  }

  /** The loop is held while the first upcall is asked about, so that the second comes after. */
  @Test
  void drainingAnswersWhatIsOpenAndTakesNothingNew() throws Exception {
    serve();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    service
        .gateway()
        .onAnswer(
            new AnswerListener() {
              @Override
              public void answered(AnsweredUpcall answered) {}

              @Override
              public void asked(String name, int size) {
                asked.countDown();
                try {
                  goOn.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            });
    service.gateway().received(device, Devices.upcall(project, 1, INPUT));
    assertTrue(asked.await(10, TimeUnit.SECONDS));
    CompletableFuture<Void> drained = service.gateway().drain();
    service.gateway().received(device, Devices.upcall(project, 2, INPUT));
    assertFalse(drained.isDone());
    goOn.countDown();
    assertEquals(Ack.Code.BUSY, device.next(Ack.class).code());
    assertEquals(1, device.next(Answer.class).header().sequence());
    drained.get(10, TimeUnit.SECONDS);
    assertEquals("draining\n", get("/readyz").body());
    assertTrue(service.drain(Duration.ZERO) || service.drain(Duration.ofSeconds(10)));
  }

  @Test
  void whatIsNotMeantIsRefused() throws Exception {
    assertEquals(404, get("/metrics/../etc").statusCode());
    assertEquals(404, get("/nothing").statusCode());
    HttpResponse<String> post =
        client.send(
            HttpRequest.newBuilder(URI.create(web.uri() + "/metrics"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(405, post.statusCode());
    assertTrue(raw("GET /metrics HTTP/1.1\r\nHost: evil.example\r\n").startsWith("HTTP/1.1 421"));
    assertTrue(raw("GET /metrics HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(9000)).contains(" 431"));
    assertTrue(raw("\0\1\2 nonsense\r\n").contains(" 400"));
    assertEquals(200, get("/healthz").statusCode());
  }

  /** The status line of the answer to bytes as they are. */
  private String raw(String request) throws Exception {
    URI uri = URI.create(web.uri());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      byte[] start = socket.getInputStream().readNBytes(20);
      return new String(start, StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    HttpSettings taken = HttpSettings.parse(web.uri().substring("http://".length()));
    UpcallException e = assertThrows(UpcallException.class, () -> new GatewayWeb(taken, service));
    assertEquals("UP3152", e.diagnostics().get(0).code().id());
  }

  /** Names in the dashboard's queries, in docs and what is really exposed. */
  @Test
  void dashboardAndDocsNameWhatIsExposed() throws Exception {
    serve();
    work();
    HarvestPlace place =
        HarvestPlace.of(folder.resolve("harvest").toString(), Optional.empty(), Map.of());
    Set<String> exposed;
    try (HarvestWriter harvest = HarvestWriter.start(place, HarvestRetention.STANDARD)) {
      web.harvest(harvest);
      exposed = scrape().names();
    }
    Path home = Path.of(System.getProperty("upcall.home"));
    String dashboard = Files.readString(home.resolve("deploy/grafana-dashboard.json"));
    TreeSet<String> queried =
        Pattern.compile("\"expr\": *\"((?:[^\"\\\\]|\\\\.)*)\"")
            .matcher(dashboard)
            .results()
            .map(found -> found.group(1).replaceAll("\\\\\"[^\"]*\\\\\"", ""))
            .flatMap(GatewayWebTest::metricNames)
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(queried.size() > 8, queried.toString());
    assertEquals(List.of(), queried.stream().filter(name -> !exposed.contains(name)).toList());
    String docs = Files.readString(home.resolve("docs/operations.md"));
    TreeSet<String> documented =
        Pattern.compile("^\\| `([a-z_]+)(?:\\{[a-z,]*})?` \\|", Pattern.MULTILINE)
            .matcher(docs.substring(docs.indexOf("## Metrics")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> ours =
        exposed.stream()
            .filter(name -> !name.matches("(jvm|process|system)_.*"))
            .map(name -> name.replaceAll("_(bucket|count|sum|max)$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(ours, documented);
  }

  /** Words of a query that are neither functions nor labels. */
  private static Stream<String> metricNames(String query) {
    return Pattern.compile("[a-z_]{3,}(?![a-z_]*\\()")
        .matcher(query.replaceAll("\\{[^}]*}", "").replaceAll("(by|without) *\\([^)]*\\)", ""))
        .results()
        .map(MatchResult::group)
        .filter(name -> name.contains("_") || name.equals("devices"));
  }
}
