package dev.upcall.host.gateway;

/** Errors in words for a log. */
final class Reasons {
  private Reasons() {}

  /** What is behind an error that a future passed on. */
  static String of(Throwable error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return String.valueOf(cause.getMessage());
  }
}
