package dev.upcall.host.security;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where an MQTT broker listens.
 *
 * @param tls whether the connection is encrypted and the broker's certificate checked
 * @param host name or address; IPv6 in brackets
 * @param port 1 to 65535
 */
public record BrokerAddress(boolean tls, String host, int port) {
  private static final Set<String> PLAIN = Set.of("tcp", "mqtt");
  private static final Set<String> ENCRYPTED = Set.of("ssl", "mqtts");
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|\\[(0*:)*0*1]");

  /**
   * Reads {@code tcp://host:port}, {@code mqtt://}, {@code ssl://} or {@code mqtts://}; without a
   * port 1883, or 8883 with TLS.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3120 for anything else; a password in it
   *     is not repeated
   */
  public static BrokerAddress parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw bad(text).toException();
    }
    if (uri.getRawUserInfo() != null) {
      throw bad(uri.getScheme() + "://...@" + uri.getHost())
          .found("a user name or password in the address, where others can read it")
          .fix("--user NAME --password-file FILE")
          .toException();
    }
    String scheme = String.valueOf(uri.getScheme());
    boolean tls = ENCRYPTED.contains(scheme);
    boolean bare =
        (uri.getRawPath() == null || uri.getRawPath().matches("/?"))
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    if (!(tls || PLAIN.contains(scheme)) || uri.getHost() == null || !bare) {
      throw bad(text).toException();
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? TLS_PORT : PLAIN_PORT;
    if (port == 0 || port > 0xffff) {
      throw bad(text).toException();
    }
    return new BrokerAddress(tls, uri.getHost(), port);
  }

  private static Diagnostic bad(String text) {
    return Diagnostic.of(HostCode.BROKER_ADDRESS, text)
        .need("tcp://host:port or mqtts://host:port");
  }

  /** Whether it cannot leave this machine; told from the text, without asking a name server. */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  /** The same for a host alone. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches() || host.equals("::1");
  }

  /** Whether the host is an IPv6 address. */
  public boolean isIpv6() {
    return host.startsWith("[");
  }

  /** As Paho wants it: {@code tcp://host:port} or {@code ssl://host:port}. */
  @Override
  public String toString() {
    return (tls ? "ssl" : "tcp") + "://" + host + ":" + port;
  }
}
