package dev.upcall.host.transport;

import dev.upcall.host.security.BrokerAddress;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.security.TlsContext;
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
    return broker.tls()
        ? new TlsSocketFactory(TlsContext.of(security.tls()))
        : new NoDelaySocketFactory();
  }
}
