package dev.upcall.host.transport;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages among processes of ours, through an MQTT 5 broker, for questions and answers that are
 * worth nothing once they are late: what cannot be sent now is dropped and counted, never kept for
 * later. The connection comes back by itself after a loss, with the same subscriptions.
 *
 * <p>Connecting and publishing happen on the worker, which owns all state but the counters.
 */
public final class MqttBus implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MqttBus.class);

  /** Messages on their way to the worker, beyond which new ones are dropped. */
  private static final int MAX_WAITING = 1024;

  private static final long FIRST_RETRY_MS = 50;
  private static final long MAX_RETRY_MS = 1000;

  private final BusOptions options;
  private final BusListener listener;
  private final ScheduledExecutorService worker;
  private final Backoff backoff;
  private final Set<String> subscriptions = new LinkedHashSet<>();
  private final AtomicInteger handedOver = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();
  private BusSession session;
  private boolean closed;

  /**
   * A client that is not connected yet.
   *
   * @param worker a single-threaded executor of its own: connecting blocks it; not shut down here
   * @param random spreads reconnections
   */
  public MqttBus(
      BusOptions options,
      BusListener listener,
      ScheduledExecutorService worker,
      RandomGenerator random) {
    this.options = options;
    this.listener = listener;
    this.worker = worker;
    this.backoff = new Backoff(FIRST_RETRY_MS, MAX_RETRY_MS, random);
  }

  /**
   * Connects; once.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3022 if the broker refuses now,
   *     UP3122-UP3124 or UP3150 if one of the files is broken; later failures are retried and
   *     logged
   */
  public void start() {
    try {
      worker
          .submit(
              () -> {
                connect();
                return null;
              })
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while connecting", e);
    } catch (ExecutionException e) {
      throw MqttFailure.error(e.getCause(), options.broker(), options.clientId(), MqttVersion.V5);
    }
  }

  /** Subscribes, now and whenever the connection is made anew. Never blocks. */
  public void subscribe(String filter) {
    onWorker(
        () -> {
          if (subscriptions.add(filter) && session != null) {
            session.subscribe(filter);
          }
        });
  }

  /**
   * Publishes once, at QoS 0. Never blocks.
   *
   * @return false if it was dropped, because too much waits or the client is closed
   */
  public boolean publish(String topic, byte[] payload) {
    return submit(topic, payload, false);
  }

  /** Publishes what every later subscriber is told too, at QoS 1; as {@link #publish}. */
  public boolean retain(String topic, byte[] payload) {
    return submit(topic, payload, true);
  }

  /** Messages that were not sent. */
  public long dropped() {
    return dropped.sum();
  }

  private boolean submit(String topic, byte[] payload, boolean retained) {
    if (handedOver.incrementAndGet() > MAX_WAITING) {
      handedOver.decrementAndGet();
      dropped.increment();
      return false;
    }
    return onWorker(
        () -> {
          handedOver.decrementAndGet();
          if (session == null || !session.publish(topic, payload, retained)) {
            dropped.increment();
          }
        });
  }

  private void connect() throws MqttFailure {
    session = BusSession.open(options, subscriptions, listener, this::lost);
    backoff.reset();
    LOG.debug("{} is connected to {}", options.clientId(), options.broker());
    listener.connected();
  }

  /** Paho's thread: the connection is gone. */
  private void lost(BusSession gone) {
    onWorker(
        () -> {
          if (session == gone && !closed) {
            LOG.warn("{}: connection to {} lost", options.clientId(), options.broker());
            session.close();
            session = null;
            listener.disconnected();
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
      LOG.debug("{}: still unreachable: {}", options.broker(), e.getMessage());
      retryLater();
    }
  }

  private boolean onWorker(Runnable work) {
    try {
      worker.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      worker
          .submit(
              () -> {
                closed = true;
                if (session != null) {
                  session.close();
                  session = null;
                }
              })
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(options.clientId() + " does not close", e.getCause());
    }
  }
}
