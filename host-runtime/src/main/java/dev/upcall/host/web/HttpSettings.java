package dev.upcall.host.web;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.TlsContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the gateway listens for HTTP, and who may come in.
 *
 * @param host name or address of an interface; others than loopback have to be allowed
 * @param port 0 for a free one
 */
public record HttpSettings(String host, int port, HttpSecurity security) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern ADDRESS =
      Pattern.compile("(?:([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\]):)?(\\d{1,5})");

  public HttpSettings {
    if (host.isBlank() || port < 0 || port > 0xffff) {
      throw new IllegalArgumentException(host + ":" + port);
    }
    if (!BrokerAddress.isLoopback(host) && !security.insecure() && !security.isClosed()) {
      throw Diagnostic.of(HostCode.HTTP_OPEN, host + ":" + port)
          .found("samples and answers there for all who reach it")
          .need("TLS and users, or an address of the loopback interface")
          .fix(
              "--http-cert FILE --http-key FILE --http-users FILE, or --insecure if the network is"
                  + " your own")
          .toException();
    }
  }

  /** The same for this machine alone. */
  public static HttpSettings parse(String text) {
    return parse(text, HttpSecurity.LOOPBACK);
  }

  /**
   * The address that a text names.
   *
   * @param text {@code host:port}; a port alone is one of the loopback interface
   * @throws UpcallException UP3270 if it is neither, UP3153 if others could come in there
   */
  public static HttpSettings parse(String text, HttpSecurity security) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 0xffff) {
      throw Diagnostic.of(HostCode.HTTP_ADDRESS, text)
          .need("host:port, or a port of the loopback interface")
          .toException();
    }
    String host = matcher.group(1) == null ? LOOPBACK : matcher.group(1);
    return new HttpSettings(host, Integer.parseInt(matcher.group(2)), security);
  }

  /** The same place, with others who may come in. */
  public HttpSettings with(HttpSecurity other) {
    return new HttpSettings(host, port, other);
  }

  /** Whether only this machine can reach it. */
  public boolean isLoopback() {
    return BrokerAddress.isLoopback(host);
  }

  /**
   * Reads the files and forgets them: whether they are sound.
   *
   * @throws UpcallException UP3122, UP3123, UP3126 or UP3271
   */
  public void read() {
    security.tls().ifPresent(TlsContext::of);
    HttpUsers.of(security);
  }

  /** As browsers want it: {@code https://host:port} where there is TLS. */
  @Override
  public String toString() {
    return uri(port);
  }

  /** The same with the port that a free one turned out to be. */
  String uri(int open) {
    return (security.tls().isPresent() ? "https" : "http") + "://" + host + ":" + open;
  }
}
