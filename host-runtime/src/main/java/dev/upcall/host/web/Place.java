package dev.upcall.host.web;

import java.util.Set;

/**
 * A path of the server.
 *
 * @param access who may ask for it, and how
 */
record Place(Access access, Route route) {
  /** Who may ask for a path, and how. */
  enum Access {
    /** Everybody: whoever starts and stops gateways has no password. */
    OPEN(Set.of("GET", "HEAD")),
    /** Users, where there are any. */
    LOOK(Set.of("GET", "HEAD"));

    private final Set<String> methods;

    Access(Set<String> methods) {
      this.methods = methods;
    }

    boolean takes(String method) {
      return methods.contains(method);
    }
  }

  static Place open(Route route) {
    return new Place(Access.OPEN, route);
  }

  static Place look(Route route) {
    return new Place(Access.LOOK, route);
  }
}
