package dev.upcall.host.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Where a request comes from. */
final class Origins {
  /** Of an IPv6 address, what a network is given; one machine has all addresses in it. */
  private static final int NETWORK_BYTES = 8;

  private static final String MARK = "X-Upcall";
  private static final String MARK_VALUE = "page";

  private Origins() {}

  /**
   * Whether a request was made by a page of this server, or by no page at all. Another page cannot
   * set this header without asking first, which nobody answers here; and its browser says where it
   * is from.
   */
  static boolean isOwnPage(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    String host = request.getHeaders().get(HttpHeader.HOST);
    return MARK_VALUE.equals(request.getHeaders().get(MARK))
        && (origin == null
            || origin.equalsIgnoreCase("https://" + host)
            || origin.equalsIgnoreCase("http://" + host));
  }

  /** The address of the client; of IPv6 that of its network. */
  static String address(Request request) {
    return address(request.getConnectionMetaData().getRemoteSocketAddress());
  }

  static String address(SocketAddress remote) {
    if (!(remote instanceof InetSocketAddress socket)) {
      return "unknown";
    }
    InetAddress address = socket.getAddress();
    return address instanceof Inet6Address
        ? "network " + HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
        : address.getHostAddress();
  }
}
