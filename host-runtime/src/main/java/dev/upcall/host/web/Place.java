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
    LOOK(Set.of("GET", "HEAD")),
    /** Users with that right, from the gateway's own page. */
    PUSH(Set.of("POST"));

    private final Set<String> methods;

    Access(Set<String> methods) {
      this.methods = methods;
    }

    boolean takes(String method) {
      return methods.contains(method);
    }

    /** What it takes, for people. */
    String words() {
      return this == PUSH ? "POST only" : "GET only";
    }
  }

  static Place open(Route route) {
    return new Place(Access.OPEN, route);
  }

  static Place push(Route route) {
    return new Place(Access.PUSH, route);
  }

  static Place look(Route route) {
    return new Place(Access.LOOK, route);
  }
}
