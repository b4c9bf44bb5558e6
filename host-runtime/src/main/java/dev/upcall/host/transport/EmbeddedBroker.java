package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * An MQTT broker in this process, so that a gateway works without anything else being set up:
 * Artemis, on the loopback interface only, without authentication, in memory. It keeps nothing on
 * disk and needs not to, since a device holds its sample until the host itself has answered.
 */
public final class EmbeddedBroker implements AutoCloseable {
  /** Bytes that may wait on one topic; beyond that publishers are refused, which they notice. */
  private static final long MAX_BYTES_PER_TOPIC = 64L << 20;

  private static final int THREADS = 8;

  private final EmbeddedActiveMQ server;
  private final int port;

  private EmbeddedBroker(EmbeddedActiveMQ server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker; takes about two seconds.
   *
   * @param port TCP port on 127.0.0.1; 0 for any free one
   * @throws UpcallException UP3023 if it does not start, for instance because the port is taken
   */
  public static EmbeddedBroker start(int port) {
    EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    try {
      server.setConfiguration(configuration(port));
      server.start();
      NettyAcceptor acceptor =
          (NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor("mqtt");
      if (!server.getActiveMQServer().isActive() || acceptor.getActualPort() <= 0) {
        throw new IllegalStateException("it does not listen");
      }
      return new EmbeddedBroker(server, acceptor.getActualPort());
    } catch (Exception e) { // what Artemis declares
      stop(server);
      throw Diagnostic.of(HostCode.BROKER_START)
          .at("127.0.0.1:%d", port)
          .found("%s", String.valueOf(e.getMessage()))
          .fix("choose another port, or 0 for any free one")
          .toException();
    }
  }

  private static Configuration configuration(int port) throws Exception {
    AddressSettings limits =
        new AddressSettings()
            .setMaxSizeBytes(MAX_BYTES_PER_TOPIC)
            .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL);
    return new ConfigurationImpl()
        .setName("upcall")
        .setPersistenceEnabled(false)
        .setSecurityEnabled(false)
        .setJMXManagementEnabled(false)
        .setCriticalAnalyzer(false)
        .setThreadPoolMaxSize(THREADS)
        .addAddressSetting("#", limits)
        .addAcceptorConfiguration(
            "mqtt", "tcp://127.0.0.1:" + port + "?protocols=MQTT;tcpNoDelay=true");
  }

  public int port() {
    return port;
  }

  /** {@code tcp://127.0.0.1:port}. */
  public String uri() {
    return "tcp://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    stop(server);
  }

  private static void stop(EmbeddedActiveMQ server) {
    try {
      server.stop();
    } catch (Exception e) { // what Artemis declares
      throw new IllegalStateException("the embedded broker does not stop", e);
    }
  }
}
