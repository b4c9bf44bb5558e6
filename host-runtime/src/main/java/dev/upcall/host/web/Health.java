package dev.upcall.host.web;

import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.gateway.GatewayStatus;
import dev.upcall.host.gateway.GatewayStatus.ProjectStatus;
import dev.upcall.host.transport.Transport;
import java.util.ArrayList;
import java.util.List;

/** What keeps a gateway from being of use to devices, in words; none if it is. */
final class Health {
  private Health() {}

  /** Reasons not to send this gateway any upcalls. */
  static List<String> unready(GatewayStatus status, List<Transport> transports) {
    List<String> reasons = new ArrayList<>();
    if (status.draining()) {
      reasons.add("draining");
    }
    if (status.projects().isEmpty()) {
      reasons.add("no project is served");
    }
    for (ProjectStatus project : status.projects()) {
      if (!project.members().containsValue(MemberState.UP)) {
        reasons.add("no member of " + project.project() + " is up");
      }
    }
    if (transports.isEmpty()) {
      reasons.add("no way to devices");
    }
    for (Transport transport : transports) {
      if (!transport.isUp()) {
        reasons.add(transport.name() + " is not connected");
      }
    }
    return reasons;
  }
}
