package dev.upcall.host.security;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may use the broker inside the gateway.
 *
 * @param host address that it listens on
 * @param tls its certificate and key; with a {@code ca}, clients have to show a certificate of it
 * @param users file of users and passwords; empty: everybody may do everything
 * @param acl file of access rules; empty: each user is a device and has its own topics
 * @param insecure said aloud: others on the network may come in without TLS or without a password
 */
public record BrokerSecurity(
    String host,
    Optional<TlsFiles> tls,
    Optional<Path> users,
    Optional<Path> acl,
    boolean insecure) {
  /** For this machine alone, as if everybody on it were trusted. */
  public static final BrokerSecurity LOOPBACK =
      new BrokerSecurity("127.0.0.1", Optional.empty(), Optional.empty(), Optional.empty(), false);

  public BrokerSecurity {
    // As addresses have it, whether it was written so or not.
    host = host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
    if (tls.isPresent() && tls.get().certificate().isEmpty()) {
      throw Diagnostic.of(HostCode.TLS_FILES)
          .at("the broker inside")
          .found("no certificate of its own")
          .fix("--mqtt-cert FILE --mqtt-key FILE")
          .toException();
    }
    if (acl.isPresent() && users.isEmpty()) {
      throw Diagnostic.of(HostCode.ACL_FILE, acl.get())
          .found("access rules, but no users to whom they apply")
          .fix("--mqtt-users FILE")
          .toException();
    }
    if (!BrokerAddress.isLoopback(host) && !insecure && (tls.isEmpty() || users.isEmpty())) {
      throw Diagnostic.of(HostCode.OPEN_BROKER, host)
          .found(
              tls.isEmpty() && users.isEmpty()
                  ? "neither TLS nor users"
                  : tls.isEmpty() ? "no TLS: passwords could be read" : "no users")
          .need("both, where other machines can connect")
          .fix(
              "--mqtt-cert FILE --mqtt-key FILE --mqtt-users FILE, or --insecure if the network is"
                  + " your own")
          .toException();
    }
  }

  /** Whether everybody may do everything, on this machine. */
  public boolean isOpen() {
    return tls.isEmpty() && users.isEmpty();
  }

  /**
   * Reads the files and forgets them: whether they are sound.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3122, UP3123, UP3126 or UP3127
   */
  public void read(String site) {
    tls.ifPresent(TlsContext::of);
    BrokerUsers.of(this, site);
  }
}
