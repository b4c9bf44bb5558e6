package dev.upcall.host.gateway;

import dev.upcall.host.ensemble.MemberState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * How a gateway stands.
 *
 * @param projects that it serves
 * @param devices that announced themselves
 * @param open upcalls being worked on
 * @param draining whether it takes no new ones
 */
public record GatewayStatus(List<ProjectStatus> projects, int devices, int open, boolean draining) {
  public GatewayStatus {
    projects = List.copyOf(projects);
  }

  /**
   * How a project stands.
   *
   * @param project its name
   * @param signature first eight bytes, in hexadecimal digits; two projects may share a name
   * @param members how each is, in the manifest's order
   */
  public record ProjectStatus(String project, String signature, Map<String, MemberState> members) {
    public ProjectStatus {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
  }

  /** Asks the projects, whose members' states come by and by. */
  static CompletableFuture<GatewayStatus> of(
      List<ServedProject> served, int devices, int open, boolean draining) {
    CompletableFuture<List<ProjectStatus>> all =
        CompletableFuture.completedFuture(new ArrayList<>());
    for (ServedProject project : served) {
      all =
          all.thenCombine(
              project.ensemble().states(),
              (list, states) -> {
                list.add(
                    new ProjectStatus(
                        project.name(),
                        HexFormat.of().toHexDigits(project.shortSignature()),
                        states));
                return list;
              });
    }
    return all.thenApply(list -> new GatewayStatus(list, devices, open, draining));
  }
}
