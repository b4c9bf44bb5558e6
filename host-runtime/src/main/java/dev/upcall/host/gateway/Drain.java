package dev.upcall.host.gateway;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The end of a gateway's work: nothing new is taken, what is open is answered. */
final class Drain {
  private static final long CHECK_MS = 10;

  private final Sessions sessions;
  private final ScheduledExecutorService loop;
  private boolean begun;

  /**
   * Not begun.
   *
   * @param loop that the sessions belong to
   */
  Drain(Sessions sessions, ScheduledExecutorService loop) {
    this.sessions = sessions;
    this.loop = loop;
  }

  /** Whether devices are told busy; asked on the loop. */
  boolean hasBegun() {
    return begun;
  }

  /**
   * Begins, from any thread.
   *
   * @return completed on the loop when nothing is open any more
   */
  CompletableFuture<Void> begin() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    loop.execute(
        () -> {
          begun = true;
          check(ended);
        });
    return ended;
  }

  private void check(CompletableFuture<Void> ended) {
    if (sessions.openCount() == 0) {
      ended.complete(null);
    } else {
      loop.schedule(() -> check(ended), CHECK_MS, TimeUnit.MILLISECONDS);
    }
  }
}
