package dev.upcall.host.config;

import dev.upcall.core.yaml.YamlMap;
import dev.upcall.host.tier.TierSettings;
import dev.upcall.host.transport.MqttOptions;
import java.util.Optional;

/** The tier above this gateway. */
final class TierSection {
  private static final double STANDARD_CONFIDENCE = 0.9;

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
    // A device shares no upcalls, and is another client than the gateway, also on one broker.
    boolean named = broker.find("client").isPresent() || broker.find("user").isPresent();
    Optional<MqttOptions> options =
        mqtt.elsewhere(broker, site)
            .map(
                found ->
                    named
                        ? found
                        : found.withClient("upcall-tier-" + ProcessHandle.current().pid()));
    return options.map(found -> new TierSettings(found, name, confidence));
  }
}
