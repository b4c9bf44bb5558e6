package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.security.Brokers;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;

/** A broker that is not there or refuses, whichever library says so. */
final class MqttFailure extends Exception {
  private static final long serialVersionUID = 1;

  /** What is to be done about it. */
  private enum Kind {
    UNREACHABLE,
    CERTIFICATES,
    NOT_ALLOWED
  }

  private final Kind kind;

  /**
   * @param cause the library's exception
   * @param notAllowed whether it says that the broker is there but does not want this client
   */
  MqttFailure(Throwable cause, boolean notAllowed) {
    super(reason(cause), cause);
    this.kind = notAllowed ? Kind.NOT_ALLOWED : isTls(cause) ? Kind.CERTIFICATES : Kind.UNREACHABLE;
  }

  /**
   * The error that a user is told.
   *
   * @param version of MQTT that was spoken
   */
  UpcallException error(Brokers brokers, String clientId, MqttVersion version) {
    return Diagnostic.of(HostCode.BROKER_REFUSES, brokers)
        .at("client id %s", clientId)
        .found("%s", String.valueOf(getMessage()))
        .need("an MQTT %s broker that accepts this client", version)
        .fix("%s", remedy(kind))
        .toException();
  }

  private static String remedy(Kind kind) {
    return switch (kind) {
      case UNREACHABLE -> "check that the broker runs and listens there, or leave --broker away";
      case CERTIFICATES ->
          "check that --tls-ca names the authority of the broker's certificate, that this is valid"
              + " and names the host, and --tls-cert where the broker wants one";
      case NOT_ALLOWED ->
          "check --user and --password-file, and that the broker's access rules allow the site";
    };
  }

  private static boolean isTls(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SSLException || at instanceof GeneralSecurityException) {
        return true;
      }
    }
    return false;
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
