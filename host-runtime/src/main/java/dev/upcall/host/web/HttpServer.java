package dev.upcall.host.web;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import dev.upcall.host.security.TlsContext;
import dev.upcall.host.security.TlsFiles;
import java.util.Map;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An HTTP server, with TLS where it has a certificate, and with bounds: of connections, of threads,
 * of how large a request's head is and how long a client may be silent.
 */
final class HttpServer implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 256;
  static final int MAX_OF_ONE = 128;
  private static final int MAX_THREADS = 16;
  private static final int MAX_HEAD_BYTES = 8 << 10;
  private static final long IDLE_MS = 60_000;

  private final Server server;
  private final ServerConnector connector;
  private final HttpSettings settings;

  private HttpServer(Server server, ServerConnector connector, HttpSettings settings) {
    this.server = server;
    this.connector = connector;
    this.settings = settings;
  }

  /**
   * Starts listening.
   *
   * @param places by path
   * @throws dev.upcall.core.diagnostic.UpcallException UP3152 if the address cannot be had, UP3122
   *     or UP3123 if certificate or key cannot be used
   */
  static HttpServer start(
      HttpSettings settings, Map<String, Place> places, SignIn signIn, HttpRefusals refusals) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setName("http");
    threads.setDaemon(true);
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEAD_BYTES);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ServerConnector connector =
        settings
            .security()
            .tls()
            .map(
                files ->
                    new ServerConnector(server, 1, 1, encrypted(files, plain, refusals), plain))
            .orElseGet(() -> new ServerConnector(server, 1, 1, plain));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_MS);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
    connector.addBean(new AddressLimit(MAX_OF_ONE));
    server.setHandler(new Router(places, signIn, refusals, settings.isLoopback()));
    try {
      server.start();
    } catch (Exception e) { // what Jetty declares
      HttpServer failed = new HttpServer(server, connector, settings);
      failed.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw Diagnostic.of(HostCode.HTTP_START, settings)
          .found("%s", cause.getMessage())
          .fix("choose another port, or 0 for a free one")
          .toException();
    }
    return new HttpServer(server, connector, settings);
  }

  private static SslConnectionFactory encrypted(
      TlsFiles files, HttpConnectionFactory inside, HttpRefusals refusals) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(TlsContext.of(files));
    tls.setIncludeProtocols(TlsContext.PROTOCOLS.toArray(String[]::new));
    tls.setNeedClientAuth(files.ca().isPresent());
    tls.setRenegotiationAllowed(false);
    SslConnectionFactory factory = new SslConnectionFactory(tls, inside.getProtocol());
    factory.addBean(
        new SslHandshakeListener() {
          @Override
          public void handshakeFailed(Event event, Throwable failure) {
            String from = Origins.address(event.getEndPoint().getRemoteSocketAddress());
            refusals.count(HttpRefusal.TLS, from + ", " + failure.getMessage());
          }
        });
    return factory;
  }

  /** {@code http://host:port}, or {@code https}. */
  String uri() {
    return settings.uri(connector.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) { // what Jetty declares
      throw new IllegalStateException("the HTTP server does not stop", e);
    }
  }
}
