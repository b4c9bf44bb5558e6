package dev.upcall.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.host.HostCode;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.push.PushDesk;
import dev.upcall.host.push.PushStatus;
import dev.upcall.host.testing.Passwords;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be pushed over real HTTP, by whom and from where; nothing else reaches the desk. */
class PushRouteTest {
  private static final String PROJECT = "0123456789abcdef";
  private static final String ORDER =
      "{\"project\":\"" + PROJECT + "\",\"values\":{\"0.theta\":0.8}}";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final GatewayService service = new GatewayService(new MemoryJournal(), List.of());
  private final Desk desk = new Desk();
  private GatewayWeb web;

  /** Takes everything but for a parameter of the name "bad", and fails at "bug". */
  private static final class Desk implements PushDesk {
    private final List<String> taken = new ArrayList<>();

    @Override
    public PushStatus status() {
      return new PushStatus("p", PROJECT, Guard.NONE, List.of(), List.of(), Map.of());
    }

    @Override
    public long push(List<String> settings, OptionalInt device, String who) {
      if (settings.contains("bad=1")) {
        throw Diagnostic.of(HostCode.PUSH_DEVICE, "bad").toException();
      }
      if (settings.contains("bug=1")) {
        throw new IllegalStateException("a secret of the gateway");
      }
      taken.add(who + settings + device);
      return 7;
    }
  }

  @BeforeEach
  void start() throws Exception {
    Path users = Files.writeString(folder.resolve("users"), Passwords.lines("alice", "bob"));
    HttpSecurity security =
        new HttpSecurity(Optional.empty(), Optional.of(users), Set.of("alice"), false);
    web = new GatewayWeb(HttpSettings.parse("0", security), service, List.of(desk));
  }

  @AfterEach
  void stop() {
    web.close();
    service.close();
  }

  /** The page's own headers, but for those given; an empty one is left away. */
  private HttpResponse<String> post(String body, String... other) throws Exception {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Content-Type", "application/json");
    headers.put("X-Upcall", "page");
    headers.put("Origin", web.uri());
    headers.put("Authorization", basic("alice"));
    for (int i = 0; i < other.length; i += 2) {
      headers.put(other[i], other[i + 1]);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(web.uri() + "/push"))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            request.header(name, value);
          }
        });
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String basic(String user) {
    byte[] both = (user + ":" + Passwords.ONE).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Test
  void whoMayPushDoes() throws Exception {
    HttpResponse<String> all = post(ORDER);
    assertEquals("{\"version\":7}\n", all.body());
    assertEquals(200, all.statusCode());
    assertEquals(
        200, post(ORDER.replace("\"values", "\"device\":\"ffffffff\",\"values")).statusCode());
    assertEquals(200, post(ORDER, "Origin", "").statusCode(), "no browser");
    assertEquals(
        List.of(
            "alice[0.theta=0.8]OptionalInt.empty",
            "alice[0.theta=0.8]OptionalInt[-1]",
            "alice[0.theta=0.8]OptionalInt.empty"),
        desk.taken);
  }

  private void refused(int status, String words, HttpResponse<String> response) {
    assertEquals(status, response.statusCode());
    assertTrue(response.body().contains(words), response.body());
    assertEquals(List.of(), desk.taken);
  }

  @Test
  void whoMayNotDoesNot() throws Exception {
    refused(401, "no such user", post(ORDER, "Authorization", ""));
    refused(401, "no such user", post(ORDER, "Authorization", "Basic eDp5"));
    refused(403, "no right to push", post(ORDER, "Authorization", basic("bob")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "null",
        "localhost"
      })
  void anotherPageMayNot(String origin) throws Exception {
    refused(403, "own page", post(ORDER, "Origin", origin));
  }

  /** What a page can have a browser send without asking first. */
  @Test
  void aFormMayNot() throws Exception {
    refused(403, "own page", post(ORDER, "X-Upcall", ""));
    refused(
        403, "own page", post(ORDER, "X-Upcall", "", "Origin", "", "Content-Type", "text/plain"));
    refused(400, "no order", post(ORDER, "Content-Type", "text/plain"));
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create(web.uri() + "/push"))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", "https://evil.example")
            .build();
    HttpResponse<String> answer = client.send(ask, HttpResponse.BodyHandlers.ofString());
    assertEquals(405, answer.statusCode());
    assertTrue(answer.headers().firstValue("access-control-allow-origin").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{}",
        "{\"project\":\"0123456789abcdef\"}",
        "{\"project\":7,\"values\":{}}",
        "{\"project\":\"0123456789abcdef\",\"values\":[]}",
        "{\"project\":\"0123456789abcdef\",\"values\":{\"0.theta\":\"0.8\"}}",
        "{\"project\":\"0123456789abcdef\",\"values\":{\"0.theta\":NaN}}",
        "{\"project\":\"0123456789abcdef\",\"values\":{\"0.theta\":null}}",
        "{\"project\":\"0123456789abcdef\",\"values\":{\"a\":1,\"a\":2}}",
        "{\"project\":\"0123456789abcdef\",\"values\":{},\"device\":\"beef\"}",
        "{\"project\":\"0123456789abcdef\",\"values\":{},\"device\":7}",
        "{\"project\":\"0123456789abcdef\",\"values\":{},\"guard\":0}",
        "{\"project\":\"0123456789abcdef\",\"values\":{}} {}",
      })
  void whatIsNoOrderIsNone(String body) throws Exception {
    refused(400, "no order", post(body));
  }

  @Test
  void nothingIsReadWithoutEnd() throws Exception {
    refused(400, "no order", post("[".repeat(60_000)));
    refused(400, "no order", post(ORDER.replace("0.8", "8".repeat(50_000))));
    try {
      refused(400, "no order", post(" ".repeat(200_000) + ORDER));
    } catch (IOException e) {
      // Cut off while it was still sending.
    }
    assertEquals(List.of(), desk.taken);
    assertEquals(200, post(ORDER).statusCode());
  }

  /** A request that says it is longer than it is. */
  @Test
  void aBodyThatBreaksOffHarmsNobody() throws Exception {
    URI uri = URI.create(web.uri());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String head =
          "POST /push HTTP/1.1\r\nHost: localhost\r\nX-Upcall: page\r\nContent-Length: 99\r\n"
              + "Content-Type: application/json\r\nAuthorization: "
              + basic("alice")
              + "\r\n\r\n{";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    }
    assertEquals(200, post(ORDER).statusCode());
    assertEquals(1, desk.taken.size());
  }

  @Test
  void whatTheDeskRefusesIsSaid() throws Exception {
    refused(422, "UP3272", post(ORDER.replace("0.theta\":0.8", "bad\":1")));
    HttpResponse<String> bug = post(ORDER.replace("0.theta\":0.8", "bug\":1"));
    refused(500, "a bug", bug);
    assertTrue(!bug.body().contains("secret"), bug.body());
    refused(404, "nothing is pushed", post(ORDER.replace(PROJECT, "0".repeat(16))));
  }

  @Test
  void refusalsAreCounted() throws Exception {
    post(ORDER, "Origin", "null");
    post(ORDER, "Authorization", basic("bob"));
    post("x");
    HttpRequest metrics =
        HttpRequest.newBuilder(URI.create(web.uri() + "/metrics"))
            .header("Authorization", basic("bob"))
            .build();
    Scrape scrape = Scrape.of(client.send(metrics, HttpResponse.BodyHandlers.ofString()).body());
    for (String reason : List.of("origin", "right", "body")) {
      assertEquals(1, scrape.value("http_refused_total{reason=\"" + reason + "\"}"), reason);
    }
  }
}
