package dev.upcall.host.remote;

import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.MqttSecurity;
import java.time.Duration;
import java.util.Objects;

/**
 * How a process that runs a member is reached.
 *
 * @param brokers where the gateways ask
 * @param security how the broker and the member make sure of each other
 * @param site as the gateways have it
 * @param replica this process's name among those that run the same member
 * @param beat between signs of life, 10 ms to 60 s
 */
public record ServerSettings(
    Brokers brokers, MqttSecurity security, String site, String replica, Duration beat) {
  public ServerSettings {
    Objects.requireNonNull(brokers);
    Objects.requireNonNull(security);
    MemberTopics.requireName(site);
    MemberTopics.requireName(replica);
    if (beat.toMillis() < 10 || beat.toMillis() > 60_000) {
      throw new IllegalArgumentException("beats come every 10 ms to 60 s");
    }
  }
}
