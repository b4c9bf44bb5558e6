package dev.upcall.host.web;

import dev.upcall.host.DaemonThreads;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.GatewayStatus;
import dev.upcall.host.harvest.HarvestWriter;
import dev.upcall.host.metrics.GatewayMetrics;
import dev.upcall.host.push.PushDesk;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;

/**
 * A gateway over HTTP: {@code /metrics} for Prometheus, {@code /healthz} and {@code /readyz} for
 * whoever starts and stops it, and a page that shows it at work.
 */
public final class GatewayWeb implements AutoCloseable {
  /** A loop that takes longer to say how things stand hangs. */
  private static final long STATUS_MS = 2000;

  private final GatewayService service;
  private final GatewayMetrics metrics;
  private final ScheduledExecutorService timer = DaemonThreads.scheduler("page");
  private final LivePage page;
  private final HttpServer server;

  /**
   * Starts listening.
   *
   * @param service not closed here
   * @throws dev.upcall.core.diagnostic.UpcallException UP3152 if the address cannot be had, UP3122
   *     or UP3123 if certificate or key cannot be used, UP3126 or UP3271 if the users cannot
   */
  public GatewayWeb(HttpSettings settings, GatewayService service) {
    this(settings, service, List.of());
  }

  /**
   * The same with parameters that may be pushed from the page.
   *
   * @param desks of the projects whose devices take them
   */
  public GatewayWeb(HttpSettings settings, GatewayService service, List<? extends PushDesk> desks) {
    HttpRefusals refusals = new HttpRefusals(System::nanoTime);
    Optional<HttpUsers> users = HttpUsers.of(settings.security());
    SignIn signIn = new SignIn(users, refusals, System::nanoTime);
    this.service = service;
    this.metrics = new GatewayMetrics(service);
    metrics.refusals(refusals.counts());
    ParameterPanel panel = new ParameterPanel(List.copyOf(desks), users.isPresent());
    this.page = new LivePage(service, panel, Clock.systemUTC(), timer);
    PushRoute push = new PushRoute(List.copyOf(desks), refusals);
    this.server = HttpServer.start(settings, places(push), signIn, refusals);
  }

  private Map<String, Place> places(PushRoute push) {
    return Map.of(
        "/", Place.look(StaticFiles.route("index.html", "text/html; charset=utf-8")),
        "/page.css", Place.look(StaticFiles.route("page.css", "text/css; charset=utf-8")),
        "/page.js", Place.look(StaticFiles.route("page.js", "text/javascript; charset=utf-8")),
        "/icon.svg", Place.look(StaticFiles.route("icon.svg", "image/svg+xml")),
        "/events", Place.look(page::open),
        "/push", Place.push(push),
        "/metrics", Place.look(status(this::metrics)),
        "/healthz", Place.open(status(unused -> Reply.text(HttpStatus.OK_200, "alive"))),
        "/readyz", Place.open(status(this::ready)));
  }

  /** Shows also what came of answers in a store. */
  public void harvest(HarvestWriter harvest) {
    metrics.harvest(harvest);
  }

  /** {@code http://host:port}, or {@code https}. */
  public String uri() {
    return server.uri();
  }

  /**
   * An answer from how the gateway stands; 503 if it does not say. No thread waits for it, and the
   * gateway's loop does not build it.
   */
  private Route status(Function<GatewayStatus, Reply> reply) {
    return (visitor, request, response, callback) ->
        service
            .gateway()
            .status()
            .orTimeout(STATUS_MS, TimeUnit.MILLISECONDS)
            .thenApplyAsync(reply, timer)
            .exceptionally(GatewayWeb::hangs)
            .thenAccept(answer -> Router.send(answer, response, callback));
  }

  private static Reply hangs(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return Reply.text(
        HttpStatus.SERVICE_UNAVAILABLE_503,
        "the gateway hangs: " + cause.getClass().getSimpleName());
  }

  private Reply metrics(GatewayStatus status) {
    return Reply.ok(GatewayMetrics.CONTENT_TYPE, metrics.scrape(status));
  }

  private Reply ready(GatewayStatus status) {
    List<String> reasons = Health.unready(status, service.transports());
    return reasons.isEmpty()
        ? Reply.text(HttpStatus.OK_200, "ready")
        : Reply.text(HttpStatus.SERVICE_UNAVAILABLE_503, String.join("\n", reasons));
  }

  @Override
  public void close() {
    page.close();
    timer.shutdownNow();
    server.close();
    metrics.close();
  }
}
