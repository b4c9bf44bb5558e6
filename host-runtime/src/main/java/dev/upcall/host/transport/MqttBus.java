package dev.upcall.host.transport;

import dev.upcall.host.security.BrokerAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
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
  private final LastingConnection connection;
  private final Set<String> subscriptions = new LinkedHashSet<>();
  private final AtomicInteger handedOver = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();

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
    this.connection =
        new LastingConnection(
            options.clientId(),
            options.brokers(),
            worker,
            new Backoff(FIRST_RETRY_MS, MAX_RETRY_MS, random),
            new Owner());
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
      connection.start();
    } catch (MqttFailure e) {
      throw e.error(options.brokers(), options.clientId(), MqttVersion.V5);
    }
  }

  /** Subscribes, now and whenever the connection is made anew. Never blocks. */
  public void subscribe(String filter) {
    connection.execute(
        () -> {
          MqttSession session = connection.session();
          if (subscriptions.add(filter) && session != null) {
            session
                .subscribe(List.of(filter))
                .exceptionally(refusal -> notGranted(filter, refusal));
          }
        });
  }

  private static Void notGranted(String filter, Throwable refusal) {
    LOG.warn("the broker does not let {} be read: {}", filter, refusal.getMessage());
    return null;
  }

  /**
   * Publishes once, at QoS 0. Never blocks.
   *
   * @return false if it was dropped, because too much waits or the client is closed
   */
  public boolean publish(String topic, byte[] payload) {
    return submit(topic, payload, 0, false);
  }

  /** Publishes what every later subscriber is told too, at QoS 1; as {@link #publish}. */
  public boolean retain(String topic, byte[] payload) {
    return submit(topic, payload, MqttSession.QOS, true);
  }

  /** Messages that were not sent. */
  public long dropped() {
    return dropped.sum();
  }

  private boolean submit(String topic, byte[] payload, int qos, boolean retained) {
    if (handedOver.incrementAndGet() > MAX_WAITING) {
      handedOver.decrementAndGet();
      dropped.increment();
      return false;
    }
    return connection.execute(
        () -> {
          handedOver.decrementAndGet();
          MqttSession session = connection.session();
          // Whether it arrives is nobody's business: it is asked again, or was too late.
          if (session == null || !session.publish(topic, payload, qos, retained, arrived -> {})) {
            dropped.increment();
          }
        });
  }

  private final class Owner implements LastingConnection.Owner {
    @Override
    public MqttSession open(BrokerAddress at, Consumer<MqttSession> lost) throws MqttFailure {
      return MqttSession.open(
          MqttVersion.V5,
          options.session(at),
          subscriptions,
          MqttArrival.of(listener::arrived),
          lost);
    }

    @Override
    public void connected() {
      listener.connected();
    }

    @Override
    public void disconnected() {
      listener.disconnected();
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
