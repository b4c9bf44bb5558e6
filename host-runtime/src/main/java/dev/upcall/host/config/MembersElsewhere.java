package dev.upcall.host.config;

import dev.upcall.host.serving.ServingTarget;
import java.util.List;
import java.util.Set;

/**
 * Members that do not run in the gateway's process.
 *
 * @param remote names of those that {@code upcall member} runs, on the first broker; {@link
 *     dev.upcall.host.remote.RemoteSettings#ALL} for all
 * @param served those on serving clusters
 */
public record MembersElsewhere(Set<String> remote, List<ServingTarget> served) {
  public static final MembersElsewhere NONE = new MembersElsewhere(Set.of(), List.of());

  public MembersElsewhere {
    remote = Set.copyOf(remote);
    served = List.copyOf(served);
  }
}
