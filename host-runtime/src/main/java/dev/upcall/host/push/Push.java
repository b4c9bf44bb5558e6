package dev.upcall.host.push;

import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Parameters;
import java.util.List;

/**
 * What is to be pushed to every device of an ensemble.
 *
 * @param signature the ensemble's SHA-256, 32 bytes
 * @param version unsigned 32-bit, above those that the devices have taken
 * @param values of all parameters that may be pushed, in the order of the wire
 */
public record Push(Bytes signature, long version, Parameters.Guard guard, List<Float> values) {
  /** The greatest version there is. */
  public static final long MAX_VERSION = 0xffffffffL;

  public Push {
    values = List.copyOf(values);
    if (version < 1 || version > MAX_VERSION) {
      throw new IllegalArgumentException("version " + version);
    }
  }

  /**
   * The message for a device.
   *
   * @param key of the device
   * @param attempt how often it was sent before
   */
  Parameters message(Birth birth, byte[] key, int attempt) {
    Header born = birth.header();
    Header header = new Header(born.device(), born.boot(), (int) version, born.signature(), 0, 0);
    return Parameters.signed(header.withAttempt(attempt), guard, values, key);
  }
}
