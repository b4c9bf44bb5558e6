package dev.upcall.host.push;

import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.host.SecretSource;
import java.util.Objects;

/**
 * How devices are kept at the parameters that are tuned.
 *
 * @param keys where the devices' keys are, in the form that {@link DeviceKeys} reads
 * @param guard when devices go back to the values before
 */
public record PushSettings(SecretSource keys, Guard guard) {
  /** Back when more than 0.8 of the next 100 samples become upcalls. */
  public static final Guard STANDARD_GUARD = Guard.of(0.8, 100);

  public PushSettings {
    Objects.requireNonNull(keys);
    Objects.requireNonNull(guard);
  }
}
