package dev.upcall.host.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Messages that wait for a lasting connection. Each is published at QoS 1, and again where the
 * broker does not say that it has it. All state but the counters belongs to the connection's
 * worker.
 */
final class MqttOutbox {
  /** A broker that refuses a message each time is not asked for ever. */
  private static final int MAX_TRIES = 3;

  private final LastingConnection connection;
  private final int maxWaiting;
  private final Deque<Outgoing> waiting = new ArrayDeque<>();
  private final AtomicInteger handedOver = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();
  private List<Outgoing> current = List.of();

  /**
   * A message to be published.
   *
   * @param bytes counts what it takes on the line
   * @param tries how often it was published before and the broker did not say that it has it
   */
  record Outgoing(String topic, byte[] payload, boolean retained, LongAdder bytes, int tries) {
    Outgoing(String topic, byte[] payload, boolean retained, LongAdder bytes) {
      this(topic, payload, retained, bytes, 0);
    }

    Outgoing again() {
      return new Outgoing(topic, payload, retained, bytes, tries + 1);
    }
  }

  /**
   * An empty one.
   *
   * @param maxWaiting messages that may wait, beyond which new ones are dropped
   */
  MqttOutbox(LastingConnection connection, int maxWaiting) {
    this.connection = connection;
    this.maxWaiting = maxWaiting;
  }

  /** Messages that were not sent, because too many waited or the broker took them in no try. */
  long dropped() {
    return dropped.sum();
  }

  /** Publishes as soon as the broker has room; false if it was dropped, and counted. Any thread. */
  boolean submit(Outgoing outgoing) {
    if (handedOver.incrementAndGet() > maxWaiting) {
      handedOver.decrementAndGet();
      dropped.increment();
      return false;
    }
    return connection.execute(
        () -> {
          waiting.addLast(outgoing);
          drain();
        });
  }

  /**
   * Publishes these, in their order, before all that wait, and in the place of all that was to be
   * retained before: what is published last is what stays. On the worker.
   */
  void first(List<Outgoing> messages) {
    current = List.copyOf(messages);
    int before = waiting.size();
    waiting.removeIf(Outgoing::retained);
    for (int i = messages.size() - 1; i >= 0; i--) {
      waiting.addFirst(messages.get(i));
    }
    handedOver.addAndGet(waiting.size() - before);
    drain();
  }

  /** Publishes what the broker has room for; on the worker. */
  void drain() {
    MqttSession session = connection.session();
    while (session != null && !waiting.isEmpty() && session.mayPublish()) {
      Outgoing next = waiting.peekFirst();
      boolean sent =
          session.publish(
              next.topic(),
              next.payload(),
              MqttSession.QOS,
              next.retained(),
              delivered -> connection.execute(() -> done(next, delivered)));
      if (!sent) {
        return;
      }
      waiting.removeFirst();
      handedOver.decrementAndGet();
      next.bytes().add(MqttSession.packetBytes(next.topic(), next.payload()));
    }
  }

  private void done(Outgoing sent, boolean delivered) {
    if (!delivered && !isReplaced(sent)) {
      putBack(sent);
    }
    drain();
  }

  /** Whether something newer is retained, which this would be published over. */
  private boolean isReplaced(Outgoing sent) {
    return sent.retained() && current.stream().noneMatch(one -> one.payload() == sent.payload());
  }

  /** Has a message sent again, at the latest over the next connection; who has it has it twice. */
  private void putBack(Outgoing lost) {
    if (connection.isClosed() || lost.tries() + 1 == MAX_TRIES) {
      dropped.increment();
    } else if (handedOver.incrementAndGet() > maxWaiting) {
      handedOver.decrementAndGet();
      dropped.increment();
    } else {
      waiting.addFirst(lost.again());
    }
  }
}
