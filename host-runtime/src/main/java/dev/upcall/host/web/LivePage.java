package dev.upcall.host.web;

import dev.upcall.core.project.Project;
import dev.upcall.host.audit.AuditPage;
import dev.upcall.host.gateway.AnswerListener;
import dev.upcall.host.gateway.AnsweredUpcall;
import dev.upcall.host.gateway.GatewayCounter;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.GatewayStatus;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What the page shows: how the gateway stands, each second; and answers as they are given, of many
 * in a row some. A page that comes, or comes back, is told all at once.
 */
final class LivePage implements AnswerListener, AutoCloseable {
  private static final int RECENT = 24;
  private static final long TICK_MS = 1000;

  /** More answers in a second than this nobody can look at. */
  private static final long MS_BETWEEN_SHOWN = 200;

  /**
   * How things stand, as the page reads it.
   *
   * @param started when this gateway began, in milliseconds since 1970
   * @param now likewise
   * @param unready why no device should be sent here; empty if none
   */
  record State(
      long started,
      long now,
      List<String> unready,
      GatewayStatus status,
      List<Way> transports,
      Map<GatewayCounter, Long> counters,
      List<AuditPage> audits,
      List<Integer> boundsMs,
      List<Integer> rates,
      List<Integer> histogram,
      List<Activity.DeviceActivity> devices,
      List<Activity.Agreement> agreements) {}

  /** A way to devices. */
  record Way(String name, boolean up) {}

  private final GatewayService service;
  private final ParameterPanel panel;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final long started;
  private final LastMinutes minutes;
  private final Activity activity = new Activity();
  private final Events events = new Events();
  private final Deque<RecentAnswer> recent = new ArrayDeque<>();
  private long lastShown;
  private ParameterPanel.View lastView;

  /**
   * A page that nobody looks at yet.
   *
   * @param panel asked on the timer alone
   * @param timer a single-threaded executor, not shut down here
   */
  LivePage(
      GatewayService service, ParameterPanel panel, Clock clock, ScheduledExecutorService timer) {
    this.service = service;
    this.panel = panel;
    this.clock = clock;
    this.timer = timer;
    this.started = clock.millis();
    this.minutes = new LastMinutes(second());
    service.gateway().onAnswer(this);
    timer.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  private long second() {
    return clock.millis() / 1000;
  }

  @Override
  public void answered(AnsweredUpcall answered) {
    RecentAnswer told = RecentAnswer.of(answered);
    minutes.add(second(), told.tookMs());
    activity.add(answered, told);
    RecentAnswer shown;
    synchronized (recent) {
      if (clock.millis() - lastShown < MS_BETWEEN_SHOWN) {
        return;
      }
      lastShown = clock.millis();
      shown = told.withSample(answered);
      recent.addFirst(shown);
      if (recent.size() > RECENT) {
        recent.removeLast();
      }
    }
    if (events.isWatched()) {
      timer.execute(() -> events.tell("answer", shown));
    }
  }

  /** The route of the events. */
  void open(Visitor visitor, Request request, Response response, Callback callback) {
    EventStream page = events.open(request, response, callback);
    if (page == null) {
      return;
    }
    List<RecentAnswer> known;
    synchronized (recent) {
      known = List.copyOf(recent);
    }
    page.send(events.event("recent", known));
    page.send(events.event("you", panel.you(visitor)));
    service
        .gateway()
        .projects()
        .thenAcceptAsync(
            projects -> page.send(events.event("parameters", panel.view(projects))), timer);
    timer.execute(this::tick);
  }

  private void tick() {
    if (events.isWatched()) {
      service.gateway().projects().thenAcceptAsync(this::tellParameters, timer);
      service.gateway().status().thenAcceptAsync(this::tell, timer);
    }
  }

  private void tellParameters(Map<String, Project> projects) {
    ParameterPanel.View view = panel.view(projects);
    if (view != lastView) {
      lastView = view;
      events.tell("parameters", view);
    }
  }

  private void tell(GatewayStatus status) {
    long second = second();
    events.tell(
        "state",
        new State(
            started,
            clock.millis(),
            Health.unready(status, service.transports()),
            status,
            service.transports().stream().map(way -> new Way(way.name(), way.isUp())).toList(),
            service.gateway().counters(),
            service.gateway().audits(),
            LastMinutes.BOUNDS_MS,
            minutes.rates(second),
            minutes.histogram(second),
            activity.devices(),
            activity.agreements()));
  }

  @Override
  public void close() {
    events.close();
  }
}
