package dev.upcall.host.security;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import java.util.Objects;
import java.util.Optional;

/**
 * How a client of a broker makes sure of it and of itself.
 *
 * @param tls for brokers with TLS
 * @param credentials shown to the broker; empty: none
 * @param insecure said aloud: plain TCP is taken also where others can listen
 */
public record MqttSecurity(TlsFiles tls, Optional<Credentials> credentials, boolean insecure) {
  /** Nothing given: enough on the loopback interface. */
  public static final MqttSecurity NONE =
      new MqttSecurity(TlsFiles.STANDARD, Optional.empty(), false);

  public MqttSecurity {
    Objects.requireNonNull(tls);
    Objects.requireNonNull(credentials);
  }

  /**
   * Refuses what others on the network could read or change.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3121 for plain TCP to another machine,
   *     UP3125 for certificates that plain TCP would not use
   */
  public void check(BrokerAddress broker) {
    if (!broker.tls() && !tls.equals(TlsFiles.STANDARD)) {
      throw Diagnostic.of(HostCode.TLS_FILES)
          .at("%s", broker)
          .found("certificates for a connection without TLS")
          .fix("mqtts://%s", broker.host())
          .toException();
    }
    if (broker.tls() || broker.isLoopback() || insecure) {
      return;
    }
    throw Diagnostic.of(HostCode.PLAIN_REMOTE, broker)
        .found(
            credentials.isPresent()
                ? "a password that others on the network could read"
                : "samples and answers that others on the network could read and change")
        .need("TLS, or a broker on this machine")
        .fix("mqtts://%s, or --insecure if the network is your own", broker.host())
        .toException();
  }

  /**
   * An id at the broker that is not in use yet, and that a broker which binds ids to users takes.
   *
   * @param role what the client does, in letters and digits
   * @param number tells clients of one role apart
   */
  public String clientId(String role, long number) {
    return credentials.map(Credentials::user).orElse("upcall") + "-" + role + "-" + number;
  }

  /**
   * Reads the files and the password, and forgets them: whether they are sound.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3122-UP3124 or UP3150 if one is not
   */
  public void read(Brokers brokers) {
    if (brokers.all().stream().anyMatch(BrokerAddress::tls)) {
      TlsContext.of(tls);
    }
    credentials.ifPresent(who -> who.password().read());
  }
}
