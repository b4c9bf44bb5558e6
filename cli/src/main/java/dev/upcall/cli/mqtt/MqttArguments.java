package dev.upcall.cli.mqtt;

import static dev.upcall.cli.Arguments.flag;
import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.SecretSource;
import dev.upcall.host.security.BrokerSecurity;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.Credentials;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.security.Password;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.MqttVersion;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** Options that say how MQTT is spoken, and who may take part. */
public final class MqttArguments {
  private static final String PASSWORD_FILE = "UPCALL_PASSWORD_FILE";
  private static final String PASSWORD = "UPCALL_PASSWORD";
  private static final List<String> BROKER =
      List.of("mqtt-host", "mqtt-cert", "mqtt-key", "mqtt-ca", "mqtt-users", "mqtt-acl");
  private static final List<String> CLIENT =
      List.of(
          "tls-ca", "tls-cert", "tls-key", "user", "password-file", "mqtt", "client-id", "share");
  private static final Map<String, MqttVersion> VERSIONS =
      Arrays.stream(MqttVersion.values())
          .collect(Collectors.toUnmodifiableMap(MqttVersion::toString, version -> version));

  private MqttArguments() {}

  /** Those of every client of a broker with devices. */
  public static Options addClient(Options options) {
    return addAccess(options)
        .addOption(option("mqtt", "5|3.1.1", "MQTT to speak with --broker (default 5)"));
  }

  /** Where a broker is, and who its client is. */
  public static Options addAccess(Options options) {
    return options
        .addOption(
            option(
                "broker",
                "uri",
                "MQTT broker to use, mqtts://host:port or tcp://host:port; of a cluster several,"
                    + " with commas"))
        .addOption(option("site", "name", "site of the devices (default: default)"))
        .addOption(
            option(
                "tls-ca",
                "file",
                "authorities whose certificates the broker may show, PEM (default: Java's)"))
        .addOption(option("tls-cert", "file", "certificate to show to the broker, PEM"))
        .addOption(option("tls-key", "file", "the private key to it, PEM, PKCS#8"))
        .addOption(option("user", "name", "user at the broker"))
        .addOption(
            option(
                "password-file",
                "file",
                "the user's password, one line (else the file $UPCALL_PASSWORD_FILE, or the text"
                    + " $UPCALL_PASSWORD)"))
        .addOption(
            flag(
                "insecure", "allow plain TCP, HTTP and open brokers also where others can listen"));
  }

  /** Those of the gateway, which may share a site, be away for a while, or be the broker. */
  public static Options addGateway(Options options) {
    return addClient(options)
        .addOption(
            option(
                "client-id",
                "name",
                "its own at the broker, which then keeps for an hour what comes while the gateway"
                    + " is away (default: --user, else a new one each time)"))
        .addOption(option("share", "group", "share the upcalls with other gateways of this group"))
        .addOption(option("mqtt-port", "port", "port of the broker inside (default: a free one)"))
        .addOption(
            option("mqtt-host", "address", "address of the broker inside (default 127.0.0.1)"))
        .addOption(option("mqtt-cert", "file", "certificate of the broker inside, PEM"))
        .addOption(option("mqtt-key", "file", "the private key to it, PEM, PKCS#8"))
        .addOption(
            option("mqtt-ca", "file", "devices have to show a certificate of these authorities"))
        .addOption(
            option("mqtt-users", "file", "users of the broker inside, as mosquitto_passwd writes"))
        .addOption(
            option(
                "mqtt-acl",
                "file",
                "their rights, as mosquitto's acl_file (default: each user is a device)"));
  }

  /**
   * What the options of a client say.
   *
   * @param site whose devices are meant
   * @param client its id at the broker, unique there
   */
  public static MqttOptions client(CommandLine line, String site, String client) {
    MqttOptions options =
        MqttOptions.of(
            Brokers.parse(line.getOptionValue("broker")),
            site,
            client,
            security(line, System.getenv()));
    return options.with(Arguments.choice(line, "mqtt", VERSIONS, MqttVersion.V5));
  }

  /** The same for a gateway. */
  public static MqttOptions gateway(CommandLine line, String site, String client) {
    String user = line.getOptionValue("user", client);
    MqttOptions options = client(line, site, line.getOptionValue("client-id", user));
    if (line.hasOption("client-id") || line.hasOption("user")) {
      options = options.keepingSession();
    }
    return line.hasOption("share") ? options.sharing(line.getOptionValue("share")) : options;
  }

  /**
   * Refuses what is said of a broker where none is named.
   *
   * @param but options that are meant for another
   * @throws dev.upcall.core.diagnostic.UpcallException UP5003
   */
  public static void requireNone(CommandLine line, String... but) {
    for (String option : CLIENT) {
      if (line.hasOption(option) && !List.of(but).contains(option)) {
        throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "--broker")
            .at("--%s", option)
            .found("an option of a connection to a broker, and no broker")
            .fix("--broker mqtts://host:port; what --config says of brokers is changed there")
            .toException();
      }
    }
  }

  /** How a client makes sure of its broker and of itself. */
  public static MqttSecurity security(CommandLine line, Map<String, String> environment) {
    return new MqttSecurity(
        new TlsFiles(
            Arguments.file(line, "tls-ca"),
            Arguments.file(line, "tls-cert"),
            Arguments.file(line, "tls-key")),
        credentials(line, environment),
        line.hasOption("insecure"));
  }

  private static Optional<Credentials> credentials(
      CommandLine line, Map<String, String> environment) {
    String user = line.getOptionValue("user");
    if (user == null && line.hasOption("password-file")) {
      throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "--user")
          .found("a password without a user")
          .need("whose it is")
          .fix("--user NAME")
          .toException();
    }
    return user == null
        ? Optional.empty()
        : Optional.of(new Credentials(user, password(line, environment)));
  }

  private static Password password(CommandLine line, Map<String, String> environment) {
    return Password.in(
        Arguments.file(line, "password-file")
            .or(() -> Optional.ofNullable(environment.get(PASSWORD_FILE)).map(Path::of))
            .map(SecretSource::file)
            .orElseGet(() -> SecretSource.environment(PASSWORD)),
        environment);
  }

  /**
   * What the options of the broker inside say, key by key.
   *
   * @param before what holds where they say nothing
   * @return empty where none is given
   */
  public static Optional<BrokerSecurity> broker(CommandLine line, BrokerSecurity before) {
    if (BROKER.stream().noneMatch(line::hasOption)) {
      return Optional.empty();
    }
    TlsFiles known = before.tls().orElse(TlsFiles.STANDARD);
    TlsFiles tls =
        new TlsFiles(
            Arguments.file(line, "mqtt-ca").or(known::ca),
            Arguments.file(line, "mqtt-cert").or(known::certificate),
            Arguments.file(line, "mqtt-key").or(known::key));
    return Optional.of(
        new BrokerSecurity(
            line.getOptionValue("mqtt-host", before.host()),
            tls.equals(TlsFiles.STANDARD) ? Optional.empty() : Optional.of(tls),
            Arguments.file(line, "mqtt-users").or(before::users),
            Arguments.file(line, "mqtt-acl").or(before::acl),
            before.insecure() || line.hasOption("insecure")));
  }
}
