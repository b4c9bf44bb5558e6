package dev.upcall.host.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the gateway listens for HTTP.
 *
 * @param host name or address of an interface
 * @param port 0 for a free one
 * @param insecure said aloud: also where others can listen, without encryption or passwords
 */
public record HttpSettings(String host, int port, boolean insecure) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String LOCAL = "(127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1\\])";
  private static final Pattern ADDRESS =
      Pattern.compile("(?:([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\]):)?(\\d{1,5})");

  public HttpSettings {
    if (host.isBlank() || port < 0 || port > 0xffff) {
      throw new IllegalArgumentException(host + ":" + port);
    }
  }

  /**
   * The address that a text names.
   *
   * @param text {@code host:port}; a port alone is one of the loopback interface
   * @return empty if it is neither
   */
  public static Optional<HttpSettings> parse(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 0xffff) {
      return Optional.empty();
    }
    String host = matcher.group(1) == null ? LOOPBACK : matcher.group(1);
    return Optional.of(new HttpSettings(host, Integer.parseInt(matcher.group(2)), false));
  }

  /** The same, open to others or not. */
  public HttpSettings withInsecure(boolean said) {
    return new HttpSettings(host, port, said);
  }

  /** Whether it may be listened on: others get in only where that was said aloud. */
  public boolean isAllowed() {
    return insecure || isLoopback();
  }

  /** Whether only this machine can reach it. */
  public boolean isLoopback() {
    return host.matches(LOCAL);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
