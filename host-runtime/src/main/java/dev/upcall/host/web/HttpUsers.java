package dev.upcall.host.web;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import dev.upcall.host.security.PasswordFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The users of the HTTP server, of whom some may push. */
final class HttpUsers {
  private final PasswordFile passwords;
  private final Set<String> pushers;

  private HttpUsers(PasswordFile passwords, Set<String> pushers) {
    this.passwords = passwords;
    this.pushers = pushers;
  }

  /**
   * Reads their file, where there is one.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3126 if it is broken, UP3271 if somebody
   *     may push who is not in it
   */
  static Optional<HttpUsers> of(HttpSecurity security) {
    return security.users().map(file -> read(file, security.pushers()));
  }

  private static HttpUsers read(Path file, Set<String> pushers) {
    PasswordFile passwords = PasswordFile.read(file);
    Set<String> unknown = new TreeSet<>(pushers);
    unknown.removeAll(passwords.users());
    if (!unknown.isEmpty()) {
      throw Diagnostic.of(HostCode.HTTP_USERS)
          .at("%s", file)
          .found("no %s, who may push", String.join(", ", unknown))
          .need("users of that file")
          .fix("mosquitto_passwd %s NAME", file)
          .toException();
    }
    return new HttpUsers(passwords, pushers);
  }

  /** Whether there is one of this name. */
  boolean knows(String name) {
    return passwords.users().contains(name);
  }

  /** Who has this name and password; empty if nobody. */
  Optional<Visitor> visitor(String name, String password) {
    return passwords.accepts(name, password.toCharArray())
        ? Optional.of(new Visitor(name, pushers.contains(name)))
        : Optional.empty();
  }
}
