package dev.upcall.host.transport;

import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.MqttSecurity;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A client of a broker, whatever its topics mean.
 *
 * @param brokers any of which will do
 * @param security how each makes sure of the other
 * @param clientId unique at the broker
 * @param will topic whose retained message the broker deletes when the client goes without a word
 * @param connectTimeout for a connection attempt
 */
public record BusOptions(
    Brokers brokers,
    MqttSecurity security,
    String clientId,
    Optional<String> will,
    Duration connectTimeout) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int KEEP_ALIVE_S = 5;

  /** A batch of samples, and what is around it. */
  private static final long MAX_PACKET_BYTES = 32L << 20;

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP3024 for an id that is no name, UP3121 or
   *     UP3125 for a connection that is not safe
   */
  public BusOptions {
    MqttTopics.requireName(clientId);
    Objects.requireNonNull(will);
    Objects.requireNonNull(connectTimeout);
    brokers.all().forEach(security::check);
  }

  /** A client with the usual patience. */
  public BusOptions(
      Brokers brokers, MqttSecurity security, String clientId, Optional<String> will) {
    this(brokers, security, clientId, will, CONNECT_TIMEOUT);
  }

  /** What a connection to one of the brokers is told. */
  SessionOptions session(BrokerAddress at) {
    return new SessionOptions(
        at,
        security,
        clientId,
        Optional.empty(),
        KEEP_ALIVE_S,
        MAX_PACKET_BYTES,
        // Deletes the retained message, and is told to those who listen now.
        will.map(topic -> new SessionOptions.Will(topic, new byte[0])),
        false,
        connectTimeout);
  }
}
