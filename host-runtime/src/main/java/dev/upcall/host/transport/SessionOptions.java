package dev.upcall.host.transport;

import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.MqttSecurity;
import java.time.Duration;
import java.util.Optional;

/**
 * What a connection to a broker is told, whichever MQTT it speaks.
 *
 * @param security how each makes sure of the other
 * @param kept for how long the broker keeps what comes while the client is away; empty: not
 * @param keepAliveS after so many seconds without a word each is taken for lost
 * @param maxPacketBytes larger ones are not wanted
 * @param will what the broker publishes, retained, when the client goes without a word
 * @param ownAcks whether the owner says of each publish that it need not come again; else each is
 *     acknowledged as it is handed over
 * @param timeout for each step of an attempt
 */
record SessionOptions(
    BrokerAddress broker,
    MqttSecurity security,
    String clientId,
    Optional<Duration> kept,
    int keepAliveS,
    long maxPacketBytes,
    Optional<Will> will,
    boolean ownAcks,
    Duration timeout) {
  /** A last will. An empty payload deletes what was retained before. */
  record Will(String topic, byte[] payload) {}

  /** The same with a will. */
  SessionOptions leaving(Will words) {
    return new SessionOptions(
        broker,
        security,
        clientId,
        kept,
        keepAliveS,
        maxPacketBytes,
        Optional.of(words),
        ownAcks,
        timeout);
  }

  /** The same with an owner who acknowledges. */
  SessionOptions acknowledgedByOwner() {
    return new SessionOptions(
        broker, security, clientId, kept, keepAliveS, maxPacketBytes, will, true, timeout);
  }

  int timeoutS() {
    return (int) Math.max(1, timeout.toSeconds());
  }
}
