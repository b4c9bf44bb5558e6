package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.MqttSecurity;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where and how to reach the devices of one site over MQTT.
 *
 * @param brokers any of which will do: several are those of one cluster
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
    Brokers brokers,
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
  private static final int KEEP_ALIVE_S = 30;

  /** No message of a device is larger. */
  private static final long MAX_PACKET_BYTES = 1 << 20;

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP3024 for names that do not fit into
   *     topics, UP3121 or UP3125 for a connection that is not safe, UP3129 for a group with MQTT
   *     3.1.1
   */
  public MqttOptions {
    Objects.requireNonNull(brokers);
    MqttTopics.requireName(site);
    MqttTopics.requireName(clientId);
    shareGroup.ifPresent(MqttTopics::requireName);
    Objects.requireNonNull(connectTimeout);
    brokers.all().forEach(security::check);
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
   * @param brokers {@code tcp://host:port} on this machine
   * @throws dev.upcall.core.diagnostic.UpcallException UP3120 if that is no address, UP3121 if it
   *     is another machine's
   */
  public static MqttOptions of(String brokers, String site, String clientId) {
    return of(Brokers.parse(brokers), site, clientId, MqttSecurity.NONE);
  }

  /** The same with security of its own. */
  public static MqttOptions of(
      Brokers brokers, String site, String clientId, MqttSecurity security) {
    return new MqttOptions(
        brokers,
        site,
        clientId,
        Optional.empty(),
        CONNECT_TIMEOUT,
        MqttVersion.V5,
        security,
        false);
  }

  /** Whether a text can be a site, a client or a share group: 1 to 64 letters, digits, - or _. */
  public static boolean isName(String text) {
    return MqttTopics.isName(text);
  }

  /** The same for the devices of another site. */
  public MqttOptions withSite(String other) {
    return new MqttOptions(
        brokers, other, clientId, shareGroup, connectTimeout, version, security, persistent);
  }

  /** The same as another client of the broker. */
  public MqttOptions withClient(String id) {
    return new MqttOptions(
        brokers, site, id, shareGroup, connectTimeout, version, security, persistent);
  }

  MqttOptions with(MqttSecurity other) {
    return new MqttOptions(
        brokers, site, clientId, shareGroup, connectTimeout, version, other, persistent);
  }

  /** Speaking another MQTT. */
  public MqttOptions with(MqttVersion other) {
    return new MqttOptions(
        brokers, site, clientId, shareGroup, connectTimeout, other, security, persistent);
  }

  /** Sharing the upcalls with others of a group. */
  public MqttOptions sharing(String group) {
    return new MqttOptions(
        brokers, site, clientId, Optional.of(group), connectTimeout, version, security, persistent);
  }

  /** With a session that outlives the connection. */
  public MqttOptions keepingSession() {
    return new MqttOptions(
        brokers, site, clientId, shareGroup, connectTimeout, version, security, true);
  }

  /**
   * Reads the files and the password, and forgets them: whether they are sound.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3122-UP3124 or UP3150 if one is not
   */
  public void readFiles() {
    security.read(brokers);
  }

  /** Whether the broker is to keep messages meanwhile. */
  boolean keepsSession() {
    return persistent && shareGroup.isEmpty();
  }

  /** What a connection to one of the brokers is told. */
  SessionOptions session(BrokerAddress at) {
    return new SessionOptions(
        at,
        security,
        clientId,
        keepsSession() ? Optional.of(SESSION_EXPIRY) : Optional.empty(),
        KEEP_ALIVE_S,
        MAX_PACKET_BYTES,
        Optional.empty(),
        false,
        connectTimeout);
  }
}
