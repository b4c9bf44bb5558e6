package dev.upcall.host.transport;

import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.MqttSecurity;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A client of a broker, whatever its topics mean.
 *
 * @param security how each makes sure of the other
 * @param clientId unique at the broker
 * @param will topic whose retained message the broker deletes when the client goes without a word
 * @param connectTimeout for a connection attempt
 */
public record BusOptions(
    BrokerAddress broker,
    MqttSecurity security,
    String clientId,
    Optional<String> will,
    Duration connectTimeout) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP3024 for an id that is no name, UP3121 or
   *     UP3125 for a connection that is not safe
   */
  public BusOptions {
    MqttTopics.requireName(clientId);
    Objects.requireNonNull(will);
    Objects.requireNonNull(connectTimeout);
    security.check(broker);
  }

  /** A client with the usual patience. */
  public BusOptions(
      BrokerAddress broker, MqttSecurity security, String clientId, Optional<String> will) {
    this(broker, security, clientId, will, CONNECT_TIMEOUT);
  }
}
