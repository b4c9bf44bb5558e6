package dev.upcall.host.web;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.testing.Passwords;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets to which path, over real HTTP. */
class HttpUsersTest {
  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final GatewayService service = new GatewayService(new MemoryJournal(), List.of());
  private Path users;
  private GatewayWeb web;

  @BeforeEach
  void start() throws Exception {
    users = Files.writeString(folder.resolve("users"), Passwords.lines("alice"));
    web = new GatewayWeb(HttpSettings.parse("0", security(Optional.empty())), service);
  }

  private HttpSecurity security(Optional<TlsFiles> tls) {
    return new HttpSecurity(tls, Optional.of(users), Set.of(), false);
  }

  @AfterEach
  void stop() {
    web.close();
    service.close();
  }

  private HttpResponse<InputStream> get(String path, String password) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(web.uri() + path));
    if (!password.isEmpty()) {
      byte[] both = ("alice:" + password).getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  @Test
  void onlyHealthIsForThoseWithoutAPassword() throws Exception {
    assertEquals(200, get("/healthz", "").statusCode());
    assertEquals(503, get("/readyz", "").statusCode(), "as it is, not as a stranger");
    for (String path : List.of("/", "/page.js", "/page.css", "/icon.svg", "/events", "/metrics")) {
      HttpResponse<InputStream> stranger = get(path, "");
      assertEquals(401, stranger.statusCode(), path);
      assertEquals(
          "Basic realm=\"Upcall gateway\", charset=\"UTF-8\"",
          stranger.headers().firstValue("www-authenticate").orElseThrow());
      assertEquals(401, get(path, "wrong").statusCode(), path);
      HttpResponse<InputStream> user = get(path, Passwords.ONE);
      assertEquals(200, user.statusCode(), path);
      user.body().close();
    }
    String metrics =
        new String(get("/metrics", Passwords.ONE).body().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(6, Scrape.of(metrics).value("http_refused_total{reason=\"password\"}"));
  }

  @Test
  void whoTriesTooOftenIsToldToWait() throws Exception {
    for (int i = 0; i < SignIn.MAX_TRIES; i++) {
      assertEquals(401, get("/metrics", "wrong" + i).statusCode());
    }
    HttpResponse<InputStream> tired = get("/metrics", Passwords.ONE);
    assertEquals(429, tired.statusCode());
    assertTrue(
        new String(tired.body().readAllBytes(), StandardCharsets.UTF_8)
            .contains("try again in a minute"));
    assertEquals(200, get("/healthz", "").statusCode());
  }

  /** Whoever opens all that it can has only a part of what there is. */
  @Test
  void nobodyHasAllConnections() throws Exception {
    URI uri = URI.create(web.uri());
    List<Socket> open = new ArrayList<>();
    try {
      boolean refused = false;
      while (!refused) {
        assertTrue(open.size() < 200, "there is no bound");
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        open.add(socket);
        refused = !answers(socket);
      }
      assertEquals(HttpServer.MAX_OF_ONE + 1, open.size());
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
    await(this::isAlive);
  }

  private boolean isAlive() {
    try {
      return get("/healthz", "").statusCode() == 200;
    } catch (Exception e) { // those that were closed may still be counted
      return false;
    }
  }

  private static boolean answers(Socket socket) {
    try {
      byte[] request =
          "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(request);
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** With both nothing has to be said aloud; with one alone it has. */
  @Test
  void otherMachinesNeedTlsAndUsers() {
    Path file = folder.resolve("any.pem");
    Optional<TlsFiles> tls =
        Optional.of(new TlsFiles(Optional.empty(), Optional.of(file), Optional.of(file)));
    assertEquals(
        "https://0.0.0.0:9090", HttpSettings.parse("0.0.0.0:9090", security(tls)).toString());
    List<HttpSecurity> halves =
        List.of(
            security(Optional.empty()),
            new HttpSecurity(tls, Optional.empty(), Set.of(), false),
            HttpSecurity.LOOPBACK);
    for (HttpSecurity half : halves) {
      UpcallException e =
          assertThrows(UpcallException.class, () -> HttpSettings.parse("0.0.0.0:9090", half));
      assertEquals("UP3153", e.diagnostics().get(0).code().id());
    }
  }

  @Test
  void usersThatCannotBeReadStopTheStart() throws Exception {
    Files.writeString(users, "alice:secret\n");
    UpcallException e =
        assertThrows(
            UpcallException.class,
            () -> new GatewayWeb(HttpSettings.parse("0", security(Optional.empty())), service));
    assertEquals("UP3126", e.diagnostics().get(0).code().id());
  }
}
