package dev.upcall.host.testing;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files of users, as mosquitto_passwd writes them. */
public final class Passwords {
  /** Everybody's. */
  public static final String ONE = "secret";

  /** By mosquitto_passwd 2.0.11, of {@link #ONE}. */
  private static final String HASH =
      "$7$101$UWz43ajeiF7ed4a6$fTXzr9pQ5gUH2+W58eMT/V2ao5utPgQOmYfR2ipre2TWUOMA4iiHUckL8eHjX6OYS7x4"
          + "7Wfs4U6rgmGF/SdU8g==";

  private Passwords() {}

  /** A line for each. */
  public static String lines(String... users) {
    return Stream.of(users).map(user -> user + ":" + HASH + "\n").collect(Collectors.joining());
  }
}
