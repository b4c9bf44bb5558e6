package dev.upcall.host.web;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import dev.upcall.host.security.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may come in over HTTP.
 *
 * @param tls the server's certificate and key; with a {@code ca}, clients have to show a
 *     certificate of it
 * @param users file of users and passwords; empty: everybody may look
 * @param pushers names of the users who may also push parameters
 * @param insecure said aloud: others on the network may come in without TLS or without a password
 */
public record HttpSecurity(
    Optional<TlsFiles> tls, Optional<Path> users, Set<String> pushers, boolean insecure) {
  /** For this machine alone, as if everybody on it were trusted. */
  public static final HttpSecurity LOOPBACK =
      new HttpSecurity(Optional.empty(), Optional.empty(), Set.of(), false);

  public HttpSecurity {
    pushers = Set.copyOf(pushers);
    if (tls.isPresent() && tls.get().certificate().isEmpty()) {
      throw Diagnostic.of(HostCode.TLS_FILES)
          .at("the HTTP server")
          .found("no certificate of its own")
          .fix("--http-cert FILE --http-key FILE")
          .toException();
    }
    if (!pushers.isEmpty() && users.isEmpty()) {
      throw Diagnostic.of(HostCode.HTTP_USERS)
          .found("%s may push, but there are no users", String.join(", ", new TreeSet<>(pushers)))
          .need("a file with them and their passwords")
          .fix("--http-users FILE")
          .toException();
    }
  }

  /** Whether others than this machine may be let in without a word of warning. */
  boolean isClosed() {
    return tls.isPresent() && users.isPresent();
  }
}
