package dev.upcall.core.decision.tune;

/**
 * What something takes of the device.
 *
 * @param latencyMs until it is over, in milliseconds
 * @param energyMj drawn by the device meanwhile, in millijoules
 */
public record Cost(double latencyMs, double energyMj) {
  public static final Cost NONE = new Cost(0, 0);

  public Cost plus(Cost other) {
    return new Cost(latencyMs + other.latencyMs, energyMj + other.energyMj);
  }

  public Cost times(double factor) {
    return new Cost(latencyMs * factor, energyMj * factor);
  }
}
