package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.UpcallException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a broker, from CONNECT to its loss. A library with its traps is kept in each
 * kind; here is what they have in common: how a connection is made, which publishes are under way,
 * and that each of these is told once what became of it. Owned by one thread; {@link Consumer}s are
 * called on the library's, or by {@link #close}.
 */
abstract class MqttSession {
  private static final Logger LOG = LoggerFactory.getLogger(MqttSession.class);

  /** At least once. */
  static final int QOS = 1;

  /** Publishes under way at a time, where the broker allows as many. */
  static final int MAX_UNDER_WAY = 256;

  /** Type, flags and packet id of a PUBLISH, its empty properties, and the topic's length field. */
  private static final int PUBLISH_OVERHEAD = 1 + 2 + 1 + 2;

  /** From here on a broker's word on a subscription is a no. */
  private static final int REFUSED = 0x80;

  private final Set<Delivery> underWay = ConcurrentHashMap.newKeySet();
  private int limit;

  /**
   * Connects and subscribes; blocks for at most the time-out each.
   *
   * @param filters what it reads, which the broker has to grant
   * @param arrived told of each publish
   * @param lost told once when the connection breaks later
   * @throws MqttFailure if the broker is not there or refuses
   */
  static MqttSession open(
      MqttVersion version,
      SessionOptions options,
      Collection<String> filters,
      MqttArrival arrived,
      Consumer<MqttSession> lost)
      throws MqttFailure {
    MqttEvents events = new MqttEvents(arrived, lost);
    MqttSession session = null;
    try {
      session =
          version == MqttVersion.V5
              ? new Mqtt5Session(options, events)
              : new Mqtt3Session(options, events);
      // The libraries give a slot back a little after they report the delivery: never use the last
      // quarter.
      int allowed = Math.min(session.connect(), MAX_UNDER_WAY);
      session.limit = Math.max(1, allowed - allowed / 4);
      if (!filters.isEmpty()) {
        await(session.subscribe(List.copyOf(filters)), options);
      }
    } catch (MqttFailure | UpcallException e) {
      close(session);
      throw e;
    } catch (RuntimeException e) { // what a library says of what it does not like
      close(session);
      throw new MqttFailure(e, false);
    }
    events.established(session);
    return session;
  }

  private static void close(MqttSession begun) {
    if (begun != null) {
      begun.close();
    }
  }

  private static void await(CompletableFuture<Void> granted, SessionOptions options)
      throws MqttFailure {
    try {
      granted.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof MqttFailure failure
          ? failure
          : new MqttFailure(new IllegalStateException(e.getCause()), false);
    } catch (TimeoutException e) {
      throw new MqttFailure(new TimeoutException("no answer to the subscription"), false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MqttFailure(e, false);
    }
  }

  /**
   * Connects.
   *
   * @return publishes that the broker takes before it has acknowledged the first
   */
  abstract int connect() throws MqttFailure;

  /** Hands a subscription to the library. */
  abstract void ask(String[] filters, int[] qos, Outcome outcome) throws MqttFailure;

  /** Hands a message to the library. */
  abstract void send(String topic, byte[] payload, int qos, boolean retained, Outcome outcome)
      throws MqttFailure;

  /** Ends the connection; where there is a will, without a word, so that it is carried out. */
  abstract void end() throws MqttFailure;

  /** What became of something asked of the library, whose thread calls. */
  interface Outcome {
    /**
     * It is done.
     *
     * @param granted for a subscription, what the broker says to each filter
     */
    void done(int[] granted);

    /** It is not. */
    void failed(MqttFailure reason);
  }

  /** Asks to read; the future fails with {@link MqttFailure} unless the broker grants all. */
  final CompletableFuture<Void> subscribe(List<String> filters) {
    CompletableFuture<Void> whole = new CompletableFuture<>();
    int[] qos = new int[filters.size()];
    Arrays.fill(qos, QOS);
    try {
      ask(filters.toArray(String[]::new), qos, new Grant(whole));
    } catch (MqttFailure e) {
      whole.completeExceptionally(e);
    }
    return whole;
  }

  /** Whether the broker takes one more publish before it has acknowledged those under way. */
  final boolean mayPublish() {
    return underWay.size() < limit;
  }

  /**
   * Publishes.
   *
   * @param done told once whether the broker has it
   * @return false if the connection is gone, and nothing was sent
   */
  final boolean publish(
      String topic, byte[] payload, int qos, boolean retained, Consumer<Boolean> done) {
    Delivery delivery = new Delivery(done);
    underWay.add(delivery);
    try {
      send(topic, payload, qos, retained, delivery);
      return true;
    } catch (MqttFailure e) {
      LOG.debug("publish refused: {}", e.getMessage());
      underWay.remove(delivery);
      return false;
    }
  }

  /** Ends the connection, and tells publishes that are under way that they were not delivered. */
  final void close() {
    try {
      end();
    } catch (MqttFailure e) {
      LOG.debug("while closing: {}", e.getMessage());
    }
    // A library that is shut down may forget whom it owes an answer.
    List.copyOf(underWay).forEach(delivery -> delivery.settle(false));
  }

  /** Size of a PUBLISH at QoS 1 without properties, MQTT 5 section 3.3. */
  static int packetBytes(String topic, byte[] payload) {
    int remaining = PUBLISH_OVERHEAD - 1 + topic.length() + payload.length;
    int lengthField = remaining < 128 ? 1 : remaining < 16_384 ? 2 : remaining < 2_097_152 ? 3 : 4;
    return 1 + lengthField + remaining;
  }

  /** A publish under way. */
  private final class Delivery implements Outcome {
    private final Consumer<Boolean> told;

    Delivery(Consumer<Boolean> told) {
      this.told = told;
    }

    @Override
    public void done(int[] granted) {
      settle(true);
    }

    @Override
    public void failed(MqttFailure reason) {
      settle(false);
    }

    void settle(boolean delivered) {
      if (underWay.remove(this)) {
        told.accept(delivered);
      }
    }
  }

  private record Grant(CompletableFuture<Void> whole) implements Outcome {
    @Override
    public void done(int[] granted) {
      if (Arrays.stream(granted).anyMatch(code -> code >= REFUSED)) {
        failed(new MqttFailure(new IllegalStateException("the broker does not allow it"), true));
      } else {
        whole.complete(null);
      }
    }

    @Override
    public void failed(MqttFailure reason) {
      whole.completeExceptionally(reason);
    }
  }
}
