package dev.upcall.host.remote;

import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.MqttSecurity;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * Which members run in other processes, and how a gateway deals with them.
 *
 * @param brokers where the members are
 * @param security how the broker and the gateway make sure of each other
 * @param site as the members' processes have it
 * @param gateway what this gateway's name at the broker begins with; a random number follows
 * @param members names of members, in whichever project; {@link #ALL} for all
 * @param missedBeats periods without a sign of life after which a replica is asked no more; after
 *     ten times as many it is forgotten
 * @param failures in a row after which a replica is asked no more until a probe succeeds
 * @param firstPause before the first probe; later ones double it
 * @param maxPause between probes
 */
public record RemoteSettings(
    Brokers brokers,
    MqttSecurity security,
    String site,
    String gateway,
    Set<String> members,
    int missedBeats,
    int failures,
    Duration firstPause,
    Duration maxPause) {
  /** Instead of names: every member of every project. */
  public static final String ALL = "all";

  public RemoteSettings {
    Objects.requireNonNull(brokers);
    Objects.requireNonNull(security);
    MemberTopics.requireName(site);
    MemberTopics.requireName(gateway);
    members = Set.copyOf(members);
    if (missedBeats < 1 || failures < 1) {
      throw new IllegalArgumentException("missed beats and failures are 1 or more");
    }
    if (firstPause.isNegative() || firstPause.isZero() || maxPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException("pauses are above 0, the first the shortest");
    }
  }

  /** The usual: 3 missed beats, 3 failures, probes after 0.25 s to 30 s. */
  public static RemoteSettings of(
      Brokers brokers, MqttSecurity security, String site, String gateway, Set<String> members) {
    return new RemoteSettings(
        brokers,
        security,
        site,
        gateway,
        members,
        3,
        3,
        Duration.ofMillis(250),
        Duration.ofSeconds(30));
  }

  boolean has(String member) {
    return members.contains(ALL) || members.contains(member);
  }
}
