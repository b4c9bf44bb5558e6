package dev.upcall.host.remote;

import dev.upcall.host.ensemble.Breaker;
import java.time.Duration;
import java.util.concurrent.Future;

/** One life of a process that runs a member, as its gateway sees it. Belongs to the loop. */
final class Replica {
  /** Batches under way at a time; a gateway that gives it more would only make them wait there. */
  private static final int MAX_UNDER_WAY = 8;

  private final String name;
  private final int boot;
  private final Breaker breaker;
  private Duration period;
  private long seen;
  private int underWay;
  private Future<?> probe;

  Replica(String name, Beat beat, long now, RemoteSettings settings) {
    this.name = name;
    this.boot = beat.boot();
    this.breaker = new Breaker(settings.breaker());
    beat(beat, now);
  }

  String name() {
    return name;
  }

  int boot() {
    return boot;
  }

  Breaker breaker() {
    return breaker;
  }

  void beat(Beat beat, long now) {
    period = beat.period();
    seen = now;
  }

  /** It said something, so it lives. */
  void seen(long now) {
    seen = now;
  }

  boolean isSilent(long now, int missedBeats) {
    return now - seen > period.multipliedBy(missedBeats).toNanos();
  }

  /** Whether a batch may be given to it. */
  boolean isFree() {
    return hasRoom() && breaker.allows(underWay);
  }

  /** Whether one may be given to it for want of a better. */
  boolean hasRoom() {
    return underWay < MAX_UNDER_WAY;
  }

  int underWay() {
    return underWay;
  }

  void given() {
    underWay++;
  }

  void returned() {
    underWay--;
  }

  /** The next sign of life to be asked for, instead of whichever was to be. */
  void probe(Future<?> next) {
    stopProbing();
    probe = next;
  }

  void stopProbing() {
    if (probe != null) {
      probe.cancel(false);
    }
  }
}
