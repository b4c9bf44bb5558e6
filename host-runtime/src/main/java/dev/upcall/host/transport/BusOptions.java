package dev.upcall.host.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A client of a broker, whatever its topics mean.
 *
 * @param broker {@code tcp://host:port}
 * @param clientId unique at the broker
 * @param will topic whose retained message the broker deletes when the client goes without a word
 * @param connectTimeout for a connection attempt
 */
public record BusOptions(
    String broker, String clientId, Optional<String> will, Duration connectTimeout) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  public BusOptions {
    Objects.requireNonNull(broker);
    MqttTopics.requireName(clientId);
    Objects.requireNonNull(will);
    Objects.requireNonNull(connectTimeout);
  }

  /** A client with the usual patience. */
  public BusOptions(String broker, String clientId, Optional<String> will) {
    this(broker, clientId, will, CONNECT_TIMEOUT);
  }
}
