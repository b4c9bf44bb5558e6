package dev.upcall.host.ensemble;

import java.time.Duration;

/**
 * Whether a member elsewhere, or one replica of it, is worth asking (circuit breaker). Closed: it
 * is. Open: it is not, because it let a deadline pass, which costs every upcall of a batch that
 * time, or failed several times in a row; it is probed after growing pauses. Half open: a probe
 * came back, and one batch may try; success closes it, failure opens it for longer.
 */
public final class Breaker {
  private enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  private final BreakerRules rules;
  private State state = State.CLOSED;
  private int failures;
  private Duration pause;

  public Breaker(BreakerRules rules) {
    this.rules = rules;
    this.pause = rules.firstPause();
  }

  public boolean isClosed() {
    return state == State.CLOSED;
  }

  /** Whether a batch may be given to it that has so many already. */
  public boolean allows(int underWay) {
    return state == State.CLOSED || state == State.HALF_OPEN && underWay == 0;
  }

  /** A batch was answered. */
  public void succeeded() {
    // An answer that was asked for before the trouble is no sign that it is over.
    if (state != State.OPEN) {
      state = State.CLOSED;
      failures = 0;
      pause = rules.firstPause();
    }
  }

  /** A batch was refused; true if it is open from now on. */
  public boolean failed() {
    failures++;
    return (state == State.HALF_OPEN || failures >= rules.failures()) && open();
  }

  /** A batch was not answered in time; true if it is open from now on. */
  public boolean timedOut() {
    return open();
  }

  private boolean open() {
    boolean was = state == State.OPEN;
    state = State.OPEN;
    return !was;
  }

  /** How long to wait before the next probe; the one after that will have to wait longer. */
  public Duration nextPause() {
    Duration current = pause;
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(rules.maxPause()) < 0 ? doubled : rules.maxPause();
    return current;
  }

  /** A probe came back, or an answer that was waited for too long. */
  public void probed() {
    if (state == State.OPEN) {
      state = State.HALF_OPEN;
      failures = 0;
    }
  }
}
