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
 * @param will topic whose retained message the broker deletes when the client goes without a word
 * @param timeout for each step of an attempt
 */
record SessionOptions(
    BrokerAddress broker,
    MqttSecurity security,
    String clientId,
    Optional<Duration> kept,
    int keepAliveS,
    long maxPacketBytes,
    Optional<String> will,
    Duration timeout) {
  int timeoutS() {
    return (int) Math.max(1, timeout.toSeconds());
  }
}
