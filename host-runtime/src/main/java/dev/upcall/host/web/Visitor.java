package dev.upcall.host.web;

/**
 * Who is at the other end of a request.
 *
 * @param name of a user; empty where nobody was asked
 * @param mayPush parameters, beside looking
 */
record Visitor(String name, boolean mayPush) {
  /** Anybody, where there are no users. */
  static final Visitor ANYBODY = new Visitor("", false);
}
