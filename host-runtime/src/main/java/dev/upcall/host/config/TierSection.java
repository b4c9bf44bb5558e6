package dev.upcall.host.config;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.yaml.YamlCode;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.host.tier.TierSettings;
import dev.upcall.host.transport.MqttOptions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The tier above this gateway. */
final class TierSection {
  private static final double STANDARD_CONFIDENCE = 0.9;

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
    float confidence =
        (float)
            map.find("confidence")
                .map(share -> share.number(0, 1))
                .orElse(STANDARD_CONFIDENCE)
                .doubleValue();
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
    return options.map(found -> new TierSettings(found, name, confidence));
  }

  /** Processes of the same number are usual where each has a container of its own. */
  private static String client(String name) {
    String beginning = name.substring(0, Math.min(name.length(), NAME_CHARACTERS));
    return "%s-%08x".formatted(beginning, RANDOM.nextInt());
  }
}
