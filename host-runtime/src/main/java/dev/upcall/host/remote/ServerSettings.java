package dev.upcall.host.remote;

import java.time.Duration;
import java.util.Objects;

/**
 * How a process that runs a member is reached.
 *
 * @param broker {@code tcp://host:port}
 * @param site as the gateways have it
 * @param replica this process's name among those that run the same member
 * @param beat between signs of life, 10 ms to 60 s
 */
public record ServerSettings(String broker, String site, String replica, Duration beat) {
  public ServerSettings {
    Objects.requireNonNull(broker);
    MemberTopics.requireName(site);
    MemberTopics.requireName(replica);
    if (beat.toMillis() < 10 || beat.toMillis() > 60_000) {
      throw new IllegalArgumentException("beats come every 10 ms to 60 s");
    }
  }
}
