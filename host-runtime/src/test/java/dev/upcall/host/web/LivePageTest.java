package dev.upcall.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Project;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.RecordingConnection;
import dev.upcall.host.testing.TinyProject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page is made of, and is told, over real HTTP. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LivePageTest {
  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final GatewayService service = new GatewayService(new MemoryJournal(), List.of());
  private GatewayWeb web;
  private Project project;

  @BeforeEach
  void start() {
    web = new GatewayWeb(HttpSettings.parse("0"), service);
    project = TinyProject.in(folder.resolve("tiny"));
    service.gateway().serve(project);
  }

  @AfterEach
  void stop() {
    web.close();
    service.close();
  }

  private <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> body) throws Exception {
    URI uri = URI.create(web.uri() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), body);
  }

  private static String type(HttpResponse<?> response) {
    assertEquals(200, response.statusCode());
    return response.headers().firstValue("content-type").orElseThrow();
  }

  /** The data of the next event of a name. */
  private static String next(BufferedReader events, String name) throws Exception {
    String line = events.readLine();
    while (!line.equals("event: " + name)) {
      line = events.readLine();
    }
    String data = events.readLine();
    assertTrue(data.startsWith("data: {") || data.startsWith("data: ["), data);
    assertEquals("", events.readLine());
    return data;
  }

  @Test
  void filesHaveTheirTypes() throws Exception {
    HttpResponse<String> page = get("/", HttpResponse.BodyHandlers.ofString());
    assertEquals("text/html; charset=utf-8", type(page));
    assertTrue(page.headers().firstValue("content-security-policy").isPresent());
    for (String file : List.of("page.css", "page.js", "icon.svg")) {
      assertTrue(page.body().contains("\"" + file + "\""), file);
      assertTrue(
          type(get("/" + file, HttpResponse.BodyHandlers.ofString()))
              .matches("text/css.*|text/javascript.*|image/svg\\+xml"),
          file);
    }
  }

  @Test
  void anAnswerIsToldToWhoLooksAndToWhoComesLater() throws Exception {
    HttpResponse<InputStream> response = get("/events", HttpResponse.BodyHandlers.ofInputStream());
    assertEquals("text/event-stream; charset=utf-8", type(response));
    try (BufferedReader events = reader(response)) {
      assertEquals("retry: 1000", events.readLine());
      assertEquals("data: []", next(events, "recent"));
      assertTrue(next(events, "state").contains("\"ANSWERS\":0"));
      service
          .gateway()
          .received(
              new RecordingConnection(),
              Devices.upcall(project, 1, (byte) -128, (byte) 0, (byte) 1, (byte) 127));
      String answer = next(events, "answer");
      assertTrue(answer.contains("\"votes\":{\"a\":\"one\",\"b\":\"zero\","), answer);
      assertTrue(answer.contains("\"shape\":[1,2,2],\"sample\":\"AICB/w==\""), answer);
      String state = next(events, "state");
      assertTrue(state.contains("\"ANSWERS\":1"), state);
      assertTrue(state.contains("\"member\":\"device\",\"agreed\":1,\"asked\":1"), state);
    }
    try (BufferedReader events =
        reader(get("/events", HttpResponse.BodyHandlers.ofInputStream()))) {
      assertTrue(next(events, "recent").contains("\"sample\":\"AICB/w==\""));
    }
  }

  /** A stream that did not end would run into the time limit. */
  @Test
  void theGatewaysEndEndsTheStream() throws Exception {
    try (BufferedReader events =
        reader(get("/events", HttpResponse.BodyHandlers.ofInputStream()))) {
      next(events, "state");
      web.close();
      assertTrue(ends(events));
    }
  }

  /** In order or, where the server ended before its last chunk was sent, by the connection. */
  private static boolean ends(BufferedReader events) {
    try {
      while (events.readLine() != null) {}
      return true;
    } catch (IOException e) {
      return true;
    }
  }

  private static BufferedReader reader(HttpResponse<InputStream> response) {
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }
}
