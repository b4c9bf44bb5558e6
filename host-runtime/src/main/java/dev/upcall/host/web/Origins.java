package dev.upcall.host.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.eclipse.jetty.server.Request;

/** Where a request comes from. */
final class Origins {
  /** Of an IPv6 address, what a network is given; one machine has all addresses in it. */
  private static final int NETWORK_BYTES = 8;

  private Origins() {}

  /** The address of the client; of IPv6 that of its network. */
  static String address(Request request) {
    if (!(request.getConnectionMetaData().getRemoteSocketAddress()
        instanceof InetSocketAddress socket)) {
      return "unknown";
    }
    InetAddress address = socket.getAddress();
    return address instanceof Inet6Address
        ? "network " + HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
        : address.getHostAddress();
  }
}
