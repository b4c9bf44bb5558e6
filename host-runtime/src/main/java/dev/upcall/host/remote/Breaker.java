package dev.upcall.host.remote;

import java.time.Duration;

/**
 * Whether a replica is worth asking (circuit breaker). Closed: it is. Open: it is not, because it
 * let a deadline pass, which costs every upcall of a batch that time, or failed several times in a
 * row; it is probed after growing pauses. Half open: a probe came back, and one batch may try;
 * success closes it, failure opens it for longer.
 */
final class Breaker {
  private enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  private final RemoteSettings settings;
  private State state = State.CLOSED;
  private int failures;
  private Duration pause;

  Breaker(RemoteSettings settings) {
    this.settings = settings;
    this.pause = settings.firstPause();
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /** Whether a batch may be given to it that has so many already. */
  boolean allows(int underWay) {
    return state == State.CLOSED || state == State.HALF_OPEN && underWay == 0;
  }

  /** A batch was answered. */
  void succeeded() {
    // An answer that was asked for before the trouble is no sign that it is over.
    if (state != State.OPEN) {
      state = State.CLOSED;
      failures = 0;
      pause = settings.firstPause();
    }
  }

  /** A batch was refused; true if it is open from now on. */
  boolean failed() {
    failures++;
    return (state == State.HALF_OPEN || failures >= settings.failures()) && open();
  }

  /** A batch was not answered in time; true if it is open from now on. */
  boolean timedOut() {
    return open();
  }

  private boolean open() {
    boolean was = state == State.OPEN;
    state = State.OPEN;
    return !was;
  }

  /** How long to wait before the next probe; the one after that will have to wait longer. */
  Duration nextPause() {
    Duration current = pause;
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(settings.maxPause()) < 0 ? doubled : settings.maxPause();
    return current;
  }

  /** A probe came back, or an answer that was waited for too long. */
  void probed() {
    if (state == State.OPEN) {
      state = State.HALF_OPEN;
      failures = 0;
    }
  }
}
