package dev.upcall.host.transport;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;

/** A broker that is not there or refuses, whichever library says so. */
final class MqttFailure extends Exception {
  private static final long serialVersionUID = 1;

  /** What is to be done about it. */
  enum Kind {
    UNREACHABLE,
    CERTIFICATES,
    NOT_ALLOWED
  }

  private final Kind kind;

  /**
   * @param cause the library's exception
   * @param notAllowed whether it says that the broker is there but does not want this client
   */
  MqttFailure(Exception cause, boolean notAllowed) {
    super(reason(cause), cause);
    this.kind = notAllowed ? Kind.NOT_ALLOWED : isTls(cause) ? Kind.CERTIFICATES : Kind.UNREACHABLE;
  }

  Kind kind() {
    return kind;
  }

  private static boolean isTls(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SSLException || at instanceof GeneralSecurityException) {
        return true;
      }
    }
    return false;
  }

  private static String reason(Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
