package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.Brokers;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is made again whenever it is lost, to any of the brokers given: the one that
 * was lost or refuses is tried last. Everything happens on the worker, which owns all state and
 * whose thread connecting blocks.
 */
final class LastingConnection {
  private static final Logger LOG = LoggerFactory.getLogger(LastingConnection.class);

  private final String name;
  private final Brokers brokers;
  private final ScheduledExecutorService worker;
  private final Backoff backoff;
  private final Owner owner;
  private volatile MqttSession session;
  private int next;
  private boolean closed;

  /** Whose connection it is; called on the worker. */
  interface Owner {
    /**
     * Connects and subscribes.
     *
     * @param lost to be told when the session ends later, on any thread
     */
    MqttSession open(BrokerAddress at, Consumer<MqttSession> lost) throws MqttFailure;

    /** The connection stands, for the first time or again. */
    void connected();

    /** The connection is lost, and is being made anew. */
    void disconnected();
  }

  /**
   * One that is not made yet.
   *
   * @param name for the log
   * @param worker a single-threaded executor, not shut down here
   */
  LastingConnection(
      String name, Brokers brokers, ScheduledExecutorService worker, Backoff backoff, Owner owner) {
    this.name = name;
    this.brokers = brokers;
    this.worker = worker;
    this.backoff = backoff;
    this.owner = owner;
  }

  /**
   * Connects; once.
   *
   * @throws MqttFailure of the last broker, if none can be used now; later failures are retried and
   *     logged
   * @throws UpcallException UP3122-UP3124 or UP3150 if one of the files is broken
   */
  void start() throws MqttFailure {
    try {
      worker
          .submit(
              () -> {
                connect();
                owner.connected();
                return null;
              })
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while connecting", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MqttFailure failure) {
        throw failure;
      }
      if (e.getCause() instanceof UpcallException broken) {
        throw broken;
      }
      throw new IllegalStateException(name + " does not start", e.getCause());
    }
  }

  /** Connects as soon as it can be done, and waits for nothing. */
  void begin() {
    execute(this::retry);
  }

  /** What stands now; null while there is none. */
  MqttSession session() {
    return session;
  }

  /** Whether the end was asked for; on the worker. */
  boolean isClosed() {
    return closed;
  }

  /** Has work done; false once the worker is shut down, when there is nothing left to do anyway. */
  boolean execute(Runnable work) {
    try {
      worker.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Tries each broker once. */
  private void connect() throws MqttFailure {
    MqttFailure failure = null;
    for (int tries = 0; tries < brokers.all().size(); tries++) {
      BrokerAddress at = brokers.all().get(next);
      try {
        session = owner.open(at, this::lost);
        backoff.reset();
        LOG.info("{}: connected to {}", name, at);
        return;
      } catch (MqttFailure e) {
        LOG.debug("{}: {} cannot be used: {}", name, at, e.getMessage());
        failure = e;
        tryAnother();
      }
    }
    throw failure;
  }

  private void tryAnother() {
    next = (next + 1) % brokers.all().size();
  }

  private void lost(MqttSession gone) {
    execute(
        () -> {
          if (session == gone && !closed) {
            LOG.warn("{}: connection lost", name);
            session = null;
            gone.close();
            tryAnother();
            owner.disconnected();
            retryLater();
          }
        });
  }

  private void retryLater() {
    worker.schedule(this::retry, backoff.next(), TimeUnit.MILLISECONDS);
  }

  private void retry() {
    if (closed) {
      return;
    }
    try {
      connect();
    } catch (MqttFailure | RuntimeException e) {
      LOG.debug("{}: still unreachable: {}", name, e.getMessage());
      retryLater();
      return;
    }
    owner.connected();
  }

  /** Ends it for good. */
  void close() {
    try {
      worker
          .submit(
              () -> {
                closed = true;
                MqttSession last = session;
                session = null;
                if (last != null) {
                  last.close();
                }
              })
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + " does not close", e.getCause());
    }
  }
}
