package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.MqttSecurity;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where and how to reach the devices of one site over MQTT.
 *
 * @param site whose devices these are; the third part of every topic
 * @param clientId unique at the broker
 * @param shareGroup gateways of one group share the upcalls among them ({@code $share}); empty:
 *     this gateway gets all
 * @param connectTimeout for a connection attempt
 * @param security how each makes sure of the other
 * @param persistent whether the broker keeps what comes while the client is away, for {@link
 *     #SESSION_EXPIRY}; a client id that is used again is needed for it. Those that share have no
 *     need of it, since another takes over
 */
public record MqttOptions(
    BrokerAddress broker,
    String site,
    String clientId,
    Optional<String> shareGroup,
    Duration connectTimeout,
    MqttVersion version,
    MqttSecurity security,
    boolean persistent) {
  /** How long a broker keeps messages for a client that is away, where it is asked to. */
  public static final Duration SESSION_EXPIRY = Duration.ofHours(1);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP3024 for names that do not fit into
   *     topics, UP3121 or UP3125 for a connection that is not safe, UP3129 for a group with MQTT
   *     3.1.1
   */
  public MqttOptions {
    Objects.requireNonNull(broker);
    MqttTopics.requireName(site);
    MqttTopics.requireName(clientId);
    shareGroup.ifPresent(MqttTopics::requireName);
    Objects.requireNonNull(connectTimeout);
    security.check(broker);
    if (shareGroup.isPresent() && version == MqttVersion.V3_1_1) {
      throw Diagnostic.of(HostCode.NO_SHARING)
          .found("the group %s", shareGroup.get())
          .need("MQTT 5, or one gateway that gets all")
          .fix("leave --mqtt 3.1.1 or --share away")
          .toException();
    }
  }

  /**
   * One gateway that gets everything, over MQTT 5.
   *
   * @param broker {@code tcp://host:port} on this machine
   * @throws dev.upcall.core.diagnostic.UpcallException UP3120 if that is no address, UP3121 if it
   *     is another machine's
   */
  public static MqttOptions of(String broker, String site, String clientId) {
    return of(BrokerAddress.parse(broker), site, clientId, MqttSecurity.NONE);
  }

  /** The same with security of its own. */
  public static MqttOptions of(
      BrokerAddress broker, String site, String clientId, MqttSecurity security) {
    return new MqttOptions(
        broker, site, clientId, Optional.empty(), CONNECT_TIMEOUT, MqttVersion.V5, security, false);
  }

  /** Whether a text can be a site, a client or a share group: 1 to 64 letters, digits, - or _. */
  public static boolean isName(String text) {
    return MqttTopics.isName(text);
  }

  /** The same for the devices of another site. */
  public MqttOptions withSite(String other) {
    return new MqttOptions(
        broker, other, clientId, shareGroup, connectTimeout, version, security, persistent);
  }

  MqttOptions with(MqttSecurity other) {
    return new MqttOptions(
        broker, site, clientId, shareGroup, connectTimeout, version, other, persistent);
  }

  /** Speaking another MQTT. */
  public MqttOptions with(MqttVersion other) {
    return new MqttOptions(
        broker, site, clientId, shareGroup, connectTimeout, other, security, persistent);
  }

  /** Sharing the upcalls with others of a group. */
  public MqttOptions sharing(String group) {
    return new MqttOptions(
        broker, site, clientId, Optional.of(group), connectTimeout, version, security, persistent);
  }

  /** With a session that outlives the connection. */
  public MqttOptions keepingSession() {
    return new MqttOptions(
        broker, site, clientId, shareGroup, connectTimeout, version, security, true);
  }

  /** Whether the broker is to keep messages meanwhile. */
  boolean keepsSession() {
    return persistent && shareGroup.isEmpty();
  }
}
