package dev.upcall.host.gateway;

import dev.upcall.core.wire.Header;
import java.util.Locale;

/**
 * The key under which an upcall takes effect exactly once, everywhere: in sessions, in the journal
 * and in every sink behind it.
 *
 * @param device assigned at provisioning, unsigned
 * @param boot random per start, unsigned
 * @param sequence the device's own number of the upcall, unsigned
 */
public record UpcallKey(int device, int boot, int sequence) {
  /** The key that a message names. */
  public static UpcallKey of(Header header) {
    return new UpcallKey(header.device(), header.boot(), header.sequence());
  }

  /** {@code 0000002a/9f3c01d7/17}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%08x/%08x/%s", device, boot, Integer.toUnsignedString(sequence));
  }
}
