package dev.upcall.host.config;

import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.host.security.BrokerSecurity;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.Credentials;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.security.Password;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.MqttVersion;
import java.nio.file.Path;
import java.util.Optional;

/** Brokers elsewhere and inside, with who is trusted there. */
final class MqttSection {
  private static final String V3 = MqttVersion.V3_1_1.toString();
  private static final String V5 = MqttVersion.V5.toString();

  private final ConfigValues values;

  MqttSection(ConfigValues values) {
    this.values = values;
  }

  /** A broker elsewhere; empty where that is reported. */
  Optional<MqttOptions> elsewhere(YamlMap map, String site) {
    Optional<Brokers> brokers = values.brokers(map.get("broker"));
    Optional<String> user = map.find("user").map(values::name);
    if (user.isEmpty() && map.find("password").isPresent()) {
      // Somebody's it has to be.
      map.get("user");
    }
    Optional<String> client = map.find("client").map(values::name).or(() -> user);
    Optional<String> group = map.find("share").map(values::name);
    String here = map.find("site").map(values::name).orElse(site);
    boolean old = map.find("version").map(v -> v.choice(V5, V3)).filter(V3::equals).isPresent();
    Optional<Credentials> credentials =
        user.flatMap(
            name ->
                values
                    .secret(ConfigSection.MQTT_PASSWORD.of(map.get("password")))
                    .map(source -> Password.in(source, System.getenv()))
                    .map(password -> new Credentials(name, password)));
    TlsFiles tls =
        map.find("tls")
            .flatMap(value -> values.tls(ConfigSection.MQTT_TLS.of(value)))
            .orElse(TlsFiles.STANDARD);
    MqttSecurity security = new MqttSecurity(tls, credentials, values.flag(map, "insecure"));
    return brokers.flatMap(
        address ->
            ConfigValues.attempt(
                map,
                () -> {
                  MqttOptions options =
                      MqttOptions.of(
                              address,
                              here,
                              client.orElse(GatewayConfig.standardClient()),
                              security)
                          .with(old ? MqttVersion.V3_1_1 : MqttVersion.V5);
                  options = client.isPresent() ? options.keepingSession() : options;
                  return group.map(options::sharing).orElse(options);
                }));
  }

  /** The broker inside; empty where that is reported. */
  Optional<BrokerSecurity> inside(YamlMap map) {
    String host = map.find("host").map(YamlValue::text).orElse(BrokerSecurity.LOOPBACK.host());
    Optional<TlsFiles> tls =
        map.find("tls").flatMap(value -> values.tls(ConfigSection.BROKER_TLS.of(value)));
    Optional<Path> users = map.find("users").map(values::path);
    Optional<Path> acl = map.find("acl").map(values::path);
    return ConfigValues.attempt(
        map, () -> new BrokerSecurity(host, tls, users, acl, values.flag(map, "insecure")));
  }
}
