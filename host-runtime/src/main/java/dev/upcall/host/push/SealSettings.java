package dev.upcall.host.push;

import dev.upcall.host.SecretSource;
import dev.upcall.host.transport.SerialSeals;
import java.util.Map;
import java.util.Objects;

/**
 * By which keys devices on serial ports prove who they are.
 *
 * @param keys where the devices' keys are
 * @param required whether a device that does not is refused
 */
public record SealSettings(SecretSource keys, boolean required) {
  public SealSettings {
    Objects.requireNonNull(keys);
  }

  /**
   * Reads the keys.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3033 or UP3150 if they cannot be
   */
  public SerialSeals read(Map<String, String> environment) {
    return new SerialSeals(DeviceKeys.read(keys, environment)::of, required);
  }
}
