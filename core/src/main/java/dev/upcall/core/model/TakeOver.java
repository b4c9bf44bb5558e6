package dev.upcall.core.model;

import java.util.Map;
import java.util.OptionalInt;

/**
 * A network whose first stages may have run on a device, in the numbers in which they run there.
 * Boundary 0 is the input, boundary k lies behind the device's stage k-1.
 */
public interface TakeOver extends Model {
  /** Bytes of the feature map at a boundary; empty where no device stops for the host. */
  OptionalInt bytes(int boundary);

  /**
   * Whether a feature map comes from this very network: not from one with other scales, which the
   * ensemble's signature does not tell apart.
   *
   * @param map of as many bytes as {@link #bytes} says
   */
  boolean isOurs(byte[] map);

  /**
   * Computes the rest.
   *
   * @param boundary one with a feature map
   * @param map its bytes, as an upcall has them
   * @return per output its elements, as {@link #run} gives them for one sample
   */
  Map<String, float[]> goOn(int boundary, byte[] map);
}
