package dev.upcall.host.web;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import java.util.Map;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An HTTP server with bounds: of connections, of threads, of how large a request's head is and how
 * long a client may be silent. Requests have no bodies.
 */
final class HttpServer implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 256;
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
   * @param routes by path
   * @throws dev.upcall.core.diagnostic.UpcallException UP3152 if the address cannot be had
   */
  static HttpServer start(HttpSettings settings, Map<String, Route> routes) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setName("http");
    threads.setDaemon(true);
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEAD_BYTES);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_MS);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
    server.setHandler(new Router(routes, settings.isLoopback()));
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

  /** {@code http://host:port}. */
  String uri() {
    return "http://" + settings.host() + ":" + connector.getLocalPort();
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
