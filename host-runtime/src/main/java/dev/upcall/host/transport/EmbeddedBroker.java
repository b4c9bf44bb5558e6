package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.security.BrokerSecurity;
import dev.upcall.host.security.BrokerUsers;
import dev.upcall.host.security.Credentials;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.security.StoreFile;
import dev.upcall.host.security.TlsContext;
import dev.upcall.host.security.TlsFiles;
import java.util.UUID;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * An MQTT broker in this process, so that a gateway works without anything else being set up:
 * Artemis, in memory. It keeps nothing on disk and needs not to, since a device holds its sample
 * until the host itself has answered. Unless it is told otherwise it listens on the loopback
 * interface only and trusts everybody there; else clients come in by the door that {@link
 * BrokerSecurity} describes, and the gateway by one of its own on the loopback interface.
 */
public final class EmbeddedBroker implements AutoCloseable {
  /** Bytes that may wait on one topic; beyond that publishers are refused, which they notice. */
  private static final long MAX_BYTES_PER_TOPIC = 64L << 20;

  private static final int THREADS = 8;
  private static final String LOOPBACK = "127.0.0.1";
  private static final String DOOR = "mqtt";
  private static final String INSIDE = "inside";
  private static final String OPTIONS = "?protocols=MQTT;tcpNoDelay=true;topicAliasMaximum=0";

  private final EmbeddedActiveMQ server;
  private final BrokerSecurity security;
  private final BrokerUsers users;

  private EmbeddedBroker(EmbeddedActiveMQ server, BrokerSecurity security, BrokerUsers users) {
    this.server = server;
    this.security = security;
    this.users = users;
  }

  /**
   * Starts a broker for this machine; takes about two seconds.
   *
   * @param port TCP port on 127.0.0.1; 0 for any free one
   * @throws UpcallException UP3023 if it does not start, for instance because the port is taken
   */
  public static EmbeddedBroker start(int port) {
    return start(port, BrokerSecurity.LOOPBACK, "default");
  }

  /**
   * Starts a broker.
   *
   * @param port TCP port; 0 for any free one
   * @param site whose topics the gateway has
   * @throws UpcallException UP3023 if it does not start; UP3122, UP3123, UP3126 or UP3127 if one of
   *     its files is broken
   */
  public static EmbeddedBroker start(int port, BrokerSecurity security, String site) {
    BrokerUsers users = BrokerUsers.of(security, site);
    EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    try {
      BrokerGuard guard = new BrokerGuard(users, new WildcardConfiguration());
      Configuration configuration = configuration(security);
      server.setConfiguration(configuration).setSecurityManager(guard).createActiveMQServer();
      server.getActiveMQServer().addProtocolManagerFactory(new GuardedMqtt(guard));
      open(server, configuration, port, security);
      EmbeddedBroker broker = new EmbeddedBroker(server, security, users);
      if (!server.getActiveMQServer().isActive() || broker.port() <= 0) {
        throw new IllegalStateException("it does not listen");
      }
      return broker;
    } catch (UpcallException e) {
      stop(server);
      throw e;
    } catch (Exception e) { // what Artemis declares
      stop(server);
      throw Diagnostic.of(HostCode.BROKER_START)
          .at("%s:%d", security.host(), port)
          .found("%s", String.valueOf(e.getMessage()))
          .fix("choose another port, or 0 for any free one")
          .toException();
    }
  }

  private static Configuration configuration(BrokerSecurity security) {
    AddressSettings limits =
        new AddressSettings()
            .setMaxSizeBytes(MAX_BYTES_PER_TOPIC)
            .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL);
    return new ConfigurationImpl()
        .setName("upcall")
        .setPersistenceEnabled(false)
        .setSecurityEnabled(security.users().isPresent())
        // Whoever knows Artemis's own account may do everything: nobody does.
        .setClusterPassword(UUID.randomUUID().toString())
        .setJMXManagementEnabled(false)
        .setCriticalAnalyzer(false)
        .setThreadPoolMaxSize(THREADS)
        .addAddressSetting("#", limits);
  }

  /** Starts the server with its doors. Stores are read meanwhile, and not needed again. */
  private static void open(
      EmbeddedActiveMQ server, Configuration configuration, int port, BrokerSecurity security)
      throws Exception {
    if (!security.isOpen()) {
      configuration.addAcceptorConfiguration(INSIDE, "tcp://" + LOOPBACK + ":0" + OPTIONS);
    }
    String door = "tcp://" + security.host() + ":" + port + OPTIONS;
    if (security.tls().isEmpty()) {
      configuration.addAcceptorConfiguration(DOOR, door);
      server.start();
      return;
    }
    TlsFiles tls = security.tls().get();
    try (StoreFile own = StoreFile.identity(tls);
        StoreFile trusted = StoreFile.trusted(tls.ca().or(tls::certificate).orElseThrow())) {
      configuration.addAcceptorConfiguration(
          DOOR,
          door
              + ";sslEnabled=true;enabledProtocols="
              + String.join(",", TlsContext.PROTOCOLS)
              + store("key", own)
              + store("trust", trusted)
              + ";needClientAuth="
              + tls.ca().isPresent());
      server.start();
    }
  }

  private static String store(String kind, StoreFile file) {
    return ";%1$sStoreType=PKCS12;%1$sStorePath=%2$s;%1$sStorePassword=%3$s"
        .formatted(kind, file.path().toAbsolutePath(), file.password());
  }

  private int port(String acceptor) {
    return ((NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor(acceptor))
        .getActualPort();
  }

  /** Where clients come in. */
  public int port() {
    return port(DOOR);
  }

  /** What clients are told: {@code tcp://127.0.0.1:port}, or {@code ssl://host:port}. */
  public String uri() {
    return (security.tls().isPresent() ? "ssl" : "tcp") + "://" + security.host() + ":" + port();
  }

  /**
   * The way in for the gateway in this process, that of all others where anybody may come in.
   *
   * @param clientId where anybody may; where there are users its name is the id too, which nobody
   *     else knows or may use
   */
  public MqttOptions options(String site, String clientId) {
    String inside = "tcp://" + LOOPBACK + ":" + port(security.isOpen() ? DOOR : INSIDE);
    String id = users.gateway().map(Credentials::user).orElse(clientId);
    return MqttOptions.of(inside, site, id)
        .with(new MqttSecurity(TlsFiles.STANDARD, users.gateway(), false));
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
