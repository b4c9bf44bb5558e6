package dev.upcall.host.security;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import java.util.Objects;

/**
 * Who a client is to a broker.
 *
 * @param user 1 to 64 letters, digits, - or _; the client's id too
 * @param password printed by nobody
 */
public record Credentials(String user, Password password) {
  public Credentials {
    requireUser(user);
    Objects.requireNonNull(password);
  }

  /** Refuses names that would mean something else in an access rule. */
  private static void requireUser(String user) {
    if (!AccessRules.isName(user)) {
      throw Diagnostic.of(HostCode.TOPIC_PART, user)
          .at("user name")
          .need("1 to 64 letters, digits, - or _")
          .toException();
    }
  }
}
