package dev.upcall.host.transport;

import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.security.TlsContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** The sockets that a connection to a broker needs. */
final class MqttSockets {
  private MqttSockets() {}

  /**
   * Plain or with TLS, as the broker's address says. Files are read anew each time, so that a
   * certificate may be replaced while the gateway runs.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3122 or UP3123 if a file is broken
   */
  static SocketFactory of(BrokerAddress broker, MqttSecurity security) {
    if (!broker.tls()) {
      return new NoDelaySocketFactory();
    }
    TlsSocketFactory tls = new TlsSocketFactory(TlsContext.of(security.tls()));
    return broker.isIpv6() ? new LiteralSocketFactory(tls) : tls;
  }

  /**
   * The address as Paho wants it. With TLS it would announce the host's name to the server, which
   * an IPv6 address cannot be: there it is told to make a plain connection, by sockets that are
   * not.
   */
  static String uri(BrokerAddress broker) {
    return broker.tls() && broker.isIpv6()
        ? "tcp://" + broker.host() + ":" + broker.port()
        : broker.toString();
  }

  /** TLS that Paho does not see: it would not take TLS sockets for a plain address. */
  private static final class LiteralSocketFactory extends SocketFactory {
    private final SocketFactory tls;

    LiteralSocketFactory(SocketFactory tls) {
      this.tls = tls;
    }

    @Override
    public Socket createSocket() throws IOException {
      return tls.createSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return tls.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return tls.createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return tls.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return tls.createSocket(host, port, local, localPort);
    }
  }
}
