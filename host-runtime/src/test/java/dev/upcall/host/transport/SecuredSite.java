package dev.upcall.host.transport;

import dev.upcall.host.SecretSource;
import dev.upcall.host.security.BrokerSecurity;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.Credentials;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.security.Password;
import dev.upcall.host.security.TlsContext;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.testing.Certificates;
import dev.upcall.host.testing.Passwords;
import dev.upcall.host.testing.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/**
 * A broker with TLS, certificates of both ends, users and the rights of {@code deploy/mosquitto}
 * for the site "home": the embedded one, or mosquitto with the configuration from there.
 */
final class SecuredSite implements AutoCloseable {
  static final String PASSWORD = Passwords.ONE;

  private static final Path TEMPLATE =
      Path.of(System.getProperty("upcall.home")).resolve("deploy/mosquitto");

  private final AutoCloseable broker;
  private final int port;
  private final Path folder;
  private final TlsFiles good;

  private SecuredSite(AutoCloseable broker, int port, Path folder, TlsFiles good) {
    this.broker = broker;
    this.port = port;
    this.folder = folder;
    this.good = good;
  }

  /** Starts a broker; both make the same site. */
  static SecuredSite start(boolean embedded, Path folder, Certificates certificates, Path ca)
      throws Exception {
    Path users = folder.resolve("passwords");
    Files.writeString(
        users, Passwords.lines("dev-7", "dev-8", "gateway", "member", "operator", "auditor"));
    Path acl = folder.resolve("acl");
    Files.writeString(
        acl,
        Files.readString(TEMPLATE.resolve("acl")) + "user auditor\ntopic readwrite upcall/#\n");
    Files.writeString(folder.resolve(PASSWORD), PASSWORD + "\n");
    Path own = certificates.issue(ca, "broker", "DNS:localhost,IP:127.0.0.1", 2);
    TlsFiles good =
        new TlsFiles(
            Optional.of(ca),
            Optional.of(certificates.issue(ca, "client", "DNS:client", 2)),
            Optional.of(certificates.key()));
    if (embedded) {
      TlsFiles door =
          new TlsFiles(Optional.of(ca), Optional.of(own), Optional.of(certificates.key()));
      EmbeddedBroker broker =
          EmbeddedBroker.start(
              0,
              new BrokerSecurity(
                  "127.0.0.1", Optional.of(door), Optional.of(users), Optional.of(acl), false),
              "home");
      return new SecuredSite(broker, broker.port(), folder, good);
    }
    int port = freePort();
    Path config = folder.resolve("mosquitto.conf");
    Files.writeString(
        config,
        // Started by root it would become another user, who may not read these files.
        "user "
            + System.getProperty("user.name")
            + "\n"
            + Files.readString(TEMPLATE.resolve("mosquitto.conf"))
                .replace("listener 8883", "listener " + port + " 127.0.0.1")
                .replace("/etc/mosquitto/certs/broker.pem", own.toString())
                .replace("/etc/mosquitto/certs/broker.key", certificates.key().toString())
                .replace("/etc/mosquitto/certs/ca.pem", ca.toString())
                .replace("/etc/mosquitto/", folder + "/")
                .replace("/var/lib/mosquitto/", folder + "/"));
    Programs.Running running = Programs.start("mosquitto", "-c", config.toString());
    running.await(() -> accepts(port));
    return new SecuredSite(running, port, folder, good);
  }

  /** The way in for the gateway that the embedded broker is in. */
  MqttOptions inside() {
    return ((EmbeddedBroker) broker).options("home", "unused");
  }

  int port() {
    return port;
  }

  String uri() {
    return "ssl://127.0.0.1:" + port;
  }

  /** The files of a client that is in order. */
  TlsFiles good() {
    return good;
  }

  /** A gateway's way in. */
  MqttOptions gateway(MqttVersion version) {
    return MqttOptions.of(Brokers.parse(uri()), "home", "gateway", security("gateway"))
        .with(version);
  }

  /** How a user that is in order makes sure of itself. */
  MqttSecurity security(String user) {
    Password password = Password.in(SecretSource.file(folder.resolve(PASSWORD)), Map.of());
    return new MqttSecurity(good, Optional.of(new Credentials(user, password)), false);
  }

  /** A client that is in order. */
  MqttConnectionOptions client(String user) {
    return client(user, PASSWORD, good);
  }

  /** Any client; a user that is null is anonymous. */
  static MqttConnectionOptions client(String user, String password, TlsFiles files) {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setSocketFactory(new TlsSocketFactory(TlsContext.of(files)));
    options.setUserName(user);
    options.setPassword(user == null ? null : password.getBytes(StandardCharsets.UTF_8));
    options.setConnectionTimeout(5);
    return options;
  }

  static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws Exception {
    broker.close();
  }
}
