package dev.upcall.host.tier;

import dev.upcall.host.transport.MqttOptions;
import java.util.Objects;

/**
 * Where the tier above is, and when it is asked.
 *
 * @param broker of its site
 * @param name of this tier among the devices there: one for all gateways that share their upcalls,
 *     since a device's number belongs to one name
 * @param confidence below which an answer is left to it, 0 to 1
 */
public record TierSettings(MqttOptions broker, String name, float confidence) {
  public TierSettings {
    Objects.requireNonNull(broker);
    if (!MqttOptions.isName(name)) {
      throw new IllegalArgumentException("tier \"" + name + "\"");
    }
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence " + confidence);
    }
  }
}
