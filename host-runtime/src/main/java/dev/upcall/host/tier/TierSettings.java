package dev.upcall.host.tier;

import dev.upcall.host.transport.MqttOptions;
import java.util.Objects;

/**
 * Where the tier above is, and when it is asked.
 *
 * @param broker of its site
 * @param name of this tier among the devices there: one for all gateways that share their upcalls,
 *     since a device's number belongs to one name
 * @param policy which says of each answer whether it is given or left to that tier
 */
public record TierSettings(MqttOptions broker, String name, TierPolicy policy) {
  public TierSettings {
    Objects.requireNonNull(broker);
    Objects.requireNonNull(policy);
    if (!MqttOptions.isName(name)) {
      throw new IllegalArgumentException("tier \"" + name + "\"");
    }
  }
}
