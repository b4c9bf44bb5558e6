package dev.upcall.host.config;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.PolicyParser;
import dev.upcall.core.yaml.YamlCode;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.host.tier.TierPolicy;
import dev.upcall.host.tier.TierSettings;
import dev.upcall.host.transport.MqttOptions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The tier above this gateway. */
final class TierSection {
  /** Of a client id, which has at most 64 characters, for the tier's name. */
  private static final int NAME_CHARACTERS = 48;

  private static final RandomGenerator RANDOM = new SecureRandom();

  private final ConfigValues values;
  private final MqttSection mqtt;

  TierSection(ConfigValues values, MqttSection mqtt) {
    this.values = values;
    this.mqtt = mqtt;
  }

  /** Empty where it is reported that it cannot be. */
  Optional<TierSettings> read(YamlMap map, String site) {
    String name = values.name(map.get("name"));
    TierPolicy policy =
        map.find("policy").map(this::policy).orElseGet(() -> TierPolicy.standard(values.folder()));
    YamlMap broker = ConfigSection.MQTT.of(map.get("mqtt"));
    broker
        .find("share")
        .ifPresent(
            share ->
                share.report(
                    Diagnostic.of(YamlCode.WRONG_VALUE, share.path())
                        .found("%s", share.text())
                        .need("no group: to its broker a tier is a device, which shares nothing")
                        .fix("give gateways of one group the same above.name, and no share here")));
    // Another client than the gateway, also on one broker.
    boolean named = broker.find("client").isPresent() || broker.find("user").isPresent();
    Optional<MqttOptions> options =
        mqtt.elsewhere(broker, site).map(found -> named ? found : found.withClient(client(name)));
    return options.map(found -> new TierSettings(found, name, policy));
  }

  /** All of its values are given here: no tuner writes them, and nobody pushes them. */
  private TierPolicy policy(YamlValue value) {
    PolicySpec spec = PolicyParser.parse(value.map());
    spec.tuned().forEach(name -> value.wrongValue("a number for " + name));
    spec.pushed().forEach(name -> value.wrongValue("no pushed: " + name + " is of this gateway"));
    return new TierPolicy(spec, values.folder(), value.where());
  }

  /** Processes of the same number are usual where each has a container of its own. */
  private static String client(String name) {
    String beginning = name.substring(0, Math.min(name.length(), NAME_CHARACTERS));
    return "%s-%08x".formatted(beginning, RANDOM.nextInt());
  }
}
