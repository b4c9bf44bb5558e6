package dev.upcall.host.web;

import dev.upcall.core.project.Project;
import dev.upcall.host.push.PushDesk;
import dev.upcall.host.push.PushStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the page shows of policies' parameters: those of the files, and what was pushed. */
final class ParameterPanel {
  private final List<PushDesk> desks;
  private final boolean users;
  private List<PushStatus> shown = List.of();
  private Set<String> known = Set.of();
  private View view;

  /** All of it. */
  record View(List<PolicyView> policies, List<PushStatus> pushes) {}

  /**
   * Who looks, and may push or not.
   *
   * @param why not; empty if so
   */
  record You(String user, boolean mayPush, String why) {}

  /**
   * @param desks of those projects that may be pushed to
   * @param users whether who comes is asked for a password
   */
  ParameterPanel(List<PushDesk> desks, boolean users) {
    this.desks = List.copyOf(desks);
    this.users = users;
  }

  /** What is told to whoever opens the page. */
  You you(Visitor visitor) {
    String why = refusal(visitor);
    return new You(visitor.name(), why.isEmpty(), why);
  }

  /** Why a visitor may not push; empty if that is allowed. */
  private String refusal(Visitor visitor) {
    if (desks.isEmpty()) {
      return "Nothing is pushed from here: the gateway has no keys of devices (--push --key FILE),"
          + " or no policy has pushed: [...].";
    }
    if (!users) {
      return "Nobody may push from here: there are no users (--http-users FILE --http-push NAMES).";
    }
    return visitor.mayPush() ? "" : visitor.name() + " may look, not push (--http-push).";
  }

  /**
   * How it stands; on the page's timer. The same object while nothing changes.
   *
   * @param projects those served now, by the first bytes of their signatures
   */
  View view(Map<String, Project> projects) {
    List<PushStatus> now = desks.stream().map(PushDesk::status).toList();
    if (view == null || !now.equals(shown) || !projects.keySet().equals(known)) {
      shown = now;
      known = Set.copyOf(projects.keySet());
      List<PolicyView> policies = new ArrayList<>();
      projects.forEach((signature, project) -> policies.add(PolicyView.of(signature, project)));
      view = new View(policies, now);
    }
    return view;
  }
}
