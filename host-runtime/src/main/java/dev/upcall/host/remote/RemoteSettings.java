package dev.upcall.host.remote;

import dev.upcall.host.ensemble.BreakerRules;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.MqttSecurity;
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
 * @param breaker when a replica is asked no more, and how often it is probed then
 */
public record RemoteSettings(
    Brokers brokers,
    MqttSecurity security,
    String site,
    String gateway,
    Set<String> members,
    int missedBeats,
    BreakerRules breaker) {
  /** Instead of names: every member of every project. */
  public static final String ALL = "all";

  public RemoteSettings {
    Objects.requireNonNull(brokers);
    Objects.requireNonNull(security);
    MemberTopics.requireName(site);
    MemberTopics.requireName(gateway);
    members = Set.copyOf(members);
    Objects.requireNonNull(breaker);
    if (missedBeats < 1) {
      throw new IllegalArgumentException("missed beats are 1 or more");
    }
  }

  /** The usual: 3 missed beats, and the usual breaker. */
  public static RemoteSettings of(
      Brokers brokers, MqttSecurity security, String site, String gateway, Set<String> members) {
    return new RemoteSettings(brokers, security, site, gateway, members, 3, BreakerRules.STANDARD);
  }

  boolean has(String member) {
    return members.contains(ALL) || members.contains(member);
  }
}
