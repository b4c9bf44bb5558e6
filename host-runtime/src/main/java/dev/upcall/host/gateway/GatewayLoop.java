package dev.upcall.host.gateway;

import dev.upcall.core.wire.Message;
import dev.upcall.host.BoundedMap;
import dev.upcall.host.transport.Connection;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which a gateway works, and what may not harm it: an exception in a handler or
 * in the way to a device is counted, and ends nothing but itself.
 */
final class GatewayLoop {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayLoop.class);
  private static final int MAX_REMEMBERED = 1000;

  private final Executor thread;
  private final Counters counters;
  private final Map<Class<?>, Long> failures = BoundedMap.forgettingOldest(MAX_REMEMBERED);

  /**
   * A loop.
   *
   * @param thread one, not shut down here
   */
  GatewayLoop(Executor thread, Counters counters) {
    this.thread = thread;
    this.counters = counters;
  }

  /** Has a handler run; any thread may ask. */
  void execute(Runnable handler) {
    try {
      thread.execute(() -> guarded(handler));
    } catch (RejectedExecutionException e) {
      LOG.debug("a message came after the end of the gateway");
    }
  }

  /** Runs a handler, on the loop. */
  void guarded(Runnable handler) {
    guarded(handler, () -> {});
  }

  /**
   * The same.
   *
   * @param otherwise what is to be done if the handler fails
   */
  void guarded(Runnable handler, Runnable otherwise) {
    try {
      handler.run();
    } catch (RuntimeException e) {
      failed(e);
      otherwise.run();
    }
  }

  /** Sends a message, or counts it as dropped. */
  void send(Connection to, Message message) {
    boolean taken = false;
    try {
      taken = to.send(message);
    } catch (RuntimeException e) {
      failed(e);
    }
    if (!taken) {
      counters.count(GatewayCounter.DROPPED_OUTGOING);
    }
  }

  /** Which is a bug: its trace is shown once per kind of exception. */
  private void failed(RuntimeException failure) {
    counters.count(GatewayCounter.HANDLER_FAILURES);
    if (failures.merge(failure.getClass(), 1L, Long::sum) == 1) {
      LOG.error("a handler failed; the gateway goes on, and further ones are counted", failure);
    }
  }
}
