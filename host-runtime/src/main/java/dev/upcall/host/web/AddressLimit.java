package dev.upcall.host.web;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Leaves no client's address more than a part of the connections that there are, so that whoever
 * opens all that it can does not keep others out, or those who ask whether the gateway is alive.
 */
final class AddressLimit implements Connection.Listener {
  private final int most;
  private final Map<Connection, String> open = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * @param most connections of one address
   */
  AddressLimit(int most) {
    this.most = most;
  }

  @Override
  public void onOpened(Connection connection) {
    // Within one with TLS there is another, which is counted.
    if (!(connection instanceof SslConnection) && add(connection) > most) {
      connection.getEndPoint().close();
    }
  }

  private synchronized int add(Connection connection) {
    String address = Origins.address(connection.getEndPoint().getRemoteSocketAddress());
    open.put(connection, address);
    return counts.merge(address, 1, Integer::sum);
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    String address = open.remove(connection);
    if (address != null) {
      counts.computeIfPresent(address, (unused, count) -> count == 1 ? null : count - 1);
    }
  }
}
