package dev.upcall.host.web;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.security.TlsContext;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.testing.Certificates;
import dev.upcall.host.testing.Programs;
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
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The HTTP server with TLS, and who does not get in (R15): after each of them a client that is in
 * order does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTlsTest {
  private static final Optional<Path> NONE = Optional.empty();

  private final GatewayService service = new GatewayService(new MemoryJournal(), List.of());
  private Certificates certificates;
  private Path ca;
  private Path otherCa;
  private Path own;
  private GatewayWeb web;
  private GatewayWeb mutual;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    assumeTrue(Programs.exists("openssl"), "openssl is not installed");
    certificates = new Certificates(folder);
    ca = certificates.authority("ca");
    otherCa = certificates.authority("other");
    own = certificates.issue(ca, "page", "DNS:localhost,IP:127.0.0.1", 2);
    web = new GatewayWeb(settings(shown(NONE, own)), service);
    mutual = new GatewayWeb(settings(shown(Optional.of(ca), own)), service);
  }

  @AfterEach
  void aClientInOrderGetsIn() throws Exception {
    assertEquals(200, status(web, client(new TlsFiles(Optional.of(ca), NONE, NONE))));
    assertEquals(200, status(mutual, client(shown(Optional.of(ca), issued(ca, 2)))));
  }

  @AfterAll
  void stop() {
    web.close();
    mutual.close();
    service.close();
  }

  private static HttpSettings settings(TlsFiles files) {
    return HttpSettings.parse("0", new HttpSecurity(Optional.of(files), NONE, Set.of(), false));
  }

  private TlsFiles shown(Optional<Path> trusted, Path certificate) {
    return new TlsFiles(trusted, Optional.of(certificate), Optional.of(certificates.key()));
  }

  private Path issued(Path authority, int days) throws Exception {
    return certificates.issue(authority, "client", "DNS:client", days);
  }

  private static HttpClient client(TlsFiles files) {
    return client(TlsContext.of(files));
  }

  private static HttpClient client(SSLContext context) {
    return HttpClient.newBuilder().sslContext(context).build();
  }

  /** Connections that were refused so far. */
  private double refused() {
    HttpClient client = client(new TlsFiles(Optional.of(ca), NONE, NONE));
    HttpRequest request = HttpRequest.newBuilder(URI.create(web.uri() + "/metrics")).build();
    String metrics = client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().body();
    return Scrape.of(metrics).value("http_refused_total{reason=\"tls\"}");
  }

  private static int status(GatewayWeb web, HttpClient client) throws Exception {
    assertTrue(web.uri().startsWith("https://127.0.0.1:"), web.uri());
    return client
        .send(
            HttpRequest.newBuilder(URI.create(web.uri() + "/healthz"))
                .timeout(Duration.ofSeconds(20))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void aServerOfAnotherAuthorityIsNotBelieved() {
    TlsFiles others = new TlsFiles(Optional.of(otherCa), NONE, NONE);
    assertThrows(SSLException.class, () -> status(web, client(others)));
  }

  @Test
  void whoHasToShowACertificateAndHasNoneIsRefused() {
    TlsFiles none = new TlsFiles(Optional.of(ca), NONE, NONE);
    assertThrows(IOException.class, () -> status(mutual, client(none)));
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
    TlsFiles foreign = shown(Optional.of(ca), issued(otherCa, 2));
    assertThrows(IOException.class, () -> status(mutual, client(foreign)));
  }

  /** {@link TlsContext} would not even show it, so the client is one that does not look. */
  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    assertEquals(200, status(mutual, client(careless(issued(ca, 2)))));
    HttpClient expired = client(careless(issued(ca, -1)));
    assertThrows(IOException.class, () -> status(mutual, expired));
  }

  private SSLContext careless(Path certificate) throws Exception {
    String base64 = Files.readString(certificates.key()).replaceAll("-----.*-----|\\s", "");
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("own", key, new char[0], new Certificate[] {read(certificate)});
    store.setCertificateEntry("ca", read(ca));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static Certificate read(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @Test
  void nothingOlderThanTls12IsSpoken() throws Exception {
    assertEquals(0, handshake("-tls1_3"));
    assertEquals(0, handshake("-tls1_2"));
    assertNotEquals(0, handshake("-tls1_1", "-cipher", "ALL:@SECLEVEL=0"));
    assertNotEquals(0, handshake("-tls1", "-cipher", "ALL:@SECLEVEL=0"));
  }

  /** What openssl ends with: 0 when it has shaken hands. */
  private int handshake(String... how) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("s_client", "-connect", web.uri().substring("https://".length())));
    arguments.addAll(List.of("-CAfile", ca.toString(), "-verify_return_error"));
    arguments.addAll(List.of(how));
    try (Programs.Running client = Programs.start("openssl", arguments.toArray(String[]::new))) {
      client.process().getOutputStream().close();
      return client.process().waitFor();
    }
  }

  @Test
  void plainHttpAndNonsenseGetNothing() throws Exception {
    double before = refused();
    URI uri = URI.create(web.uri());
    for (String said : List.of("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", "\0\1\2\3")) {
      try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
        socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        String got = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertFalse(got.contains("alive") || got.contains("200"), got);
      } catch (IOException e) {
        // Cut off is refused too.
      }
    }
    await(() -> refused() >= before + 1);
  }

  @Test
  void aServerWithABadCertificateDoesNotStart() throws Exception {
    for (Path bad :
        List.of(certificates.issue(ca, "page", "DNS:localhost", -1), certificates.key())) {
      UpcallException e =
          assertThrows(
              UpcallException.class, () -> new GatewayWeb(settings(shown(NONE, bad)), service));
      assertEquals("UP3122", e.diagnostics().get(0).code().id());
    }
    UpcallException none =
        assertThrows(
            UpcallException.class, () -> settings(new TlsFiles(Optional.of(ca), NONE, NONE)));
    assertEquals("UP3125", none.diagnostics().get(0).code().id());
  }
}
