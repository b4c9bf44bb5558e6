package dev.upcall.host.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where and how to reach the devices of one site over MQTT.
 *
 * @param broker {@code tcp://host:port}
 * @param site whose devices these are; the third part of every topic
 * @param clientId unique at the broker
 * @param shareGroup gateways of one group share the upcalls among them ({@code $share}); empty:
 *     this gateway gets all
 * @param connectTimeout for a connection attempt
 */
public record MqttOptions(
    String broker,
    String site,
    String clientId,
    Optional<String> shareGroup,
    Duration connectTimeout) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  public MqttOptions {
    Objects.requireNonNull(broker);
    MqttTopics.requireName(site);
    MqttTopics.requireName(clientId);
    shareGroup.ifPresent(MqttTopics::requireName);
    Objects.requireNonNull(connectTimeout);
  }

  /** Whether a text can be a site, a client or a share group: 1 to 64 letters, digits, - or _. */
  public static boolean isName(String text) {
    return MqttTopics.isName(text);
  }

  /** The same for the devices of another site. */
  public MqttOptions withSite(String other) {
    return new MqttOptions(broker, other, clientId, shareGroup, connectTimeout);
  }

  /** The same, sharing the upcalls of the site with the gateways of a group. */
  public MqttOptions sharing(String group) {
    return new MqttOptions(broker, site, clientId, Optional.of(group), connectTimeout);
  }

  /** One gateway that gets everything. */
  public static MqttOptions of(String broker, String site, String clientId) {
    return new MqttOptions(broker, site, clientId, Optional.empty(), CONNECT_TIMEOUT);
  }
}
