package dev.upcall.host.transport;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One connection to a broker, from CONNECT to its loss. A library with its traps is kept in each
 * kind; here is what they have in common: how many publishes may be under way. Owned by one thread;
 * {@link Consumer}s are called on the library's.
 */
abstract class MqttSession {
  static final int QOS = 1;
  static final int KEEP_ALIVE_S = 30;

  /** Publishes under way at a time, where the broker allows as many. */
  static final int MAX_UNDER_WAY = 256;

  /** Type, flags and packet id of a PUBLISH, its empty properties, and the topic's length field. */
  private static final int PUBLISH_OVERHEAD = 1 + 2 + 1 + 2;

  private final int limit;
  private int underWay;

  /**
   * A connection that stands.
   *
   * @param limit publishes that may be under way
   */
  MqttSession(int limit) {
    this.limit = Math.min(limit, MAX_UNDER_WAY);
  }

  /**
   * Connects and subscribes; blocks for at most the connection time-out each.
   *
   * @param arrived told topic and payload
   * @param lost told once when the connection breaks later
   * @throws MqttFailure if the broker is not there or refuses
   */
  static MqttSession open(
      MqttOptions options,
      MqttTopics topics,
      BiConsumer<String, byte[]> arrived,
      Consumer<MqttSession> lost)
      throws MqttFailure {
    MqttEvents events = new MqttEvents(arrived, lost);
    MqttSession session =
        options.version() == MqttVersion.V5
            ? Mqtt5Session.open(options, topics, events)
            : Mqtt3Session.open(options, topics, events);
    events.established(session);
    return session;
  }

  /** Whether the broker takes one more publish before it has acknowledged those under way. */
  final boolean mayPublish() {
    return underWay < limit;
  }

  /**
   * Publishes.
   *
   * @param done told on the library's thread whether the broker has it; then {@link #release()} is
   *     due
   * @return false if the connection is gone, and nothing was sent
   */
  final boolean publish(String topic, byte[] payload, Consumer<Boolean> done) {
    boolean sent = send(topic, payload, done);
    underWay += sent ? 1 : 0;
    return sent;
  }

  abstract boolean send(String topic, byte[] payload, Consumer<Boolean> done);

  /** Takes note that one publish is through. */
  final void release() {
    underWay--;
  }

  abstract void close();

  /** Size of a PUBLISH at QoS 1 without properties, MQTT 5 section 3.3. */
  static int packetBytes(String topic, byte[] payload) {
    int remaining = PUBLISH_OVERHEAD - 1 + topic.length() + payload.length;
    int lengthField = remaining < 128 ? 1 : remaining < 16_384 ? 2 : remaining < 2_097_152 ? 3 : 4;
    return 1 + lengthField + remaining;
  }
}
