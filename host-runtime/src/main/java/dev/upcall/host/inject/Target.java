package dev.upcall.host.inject;

import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Header;
import dev.upcall.host.transport.Connection;

/**
 * A device that announced itself.
 *
 * @param connection the way to it
 * @param birth its last announcement
 */
public record Target(Connection connection, Birth birth) {
  /** Assigned at provisioning, unsigned. */
  public int device() {
    return birth.header().device();
  }

  /** The header of a message of the host's to this start of the device. */
  Header header(int sequence, int flags) {
    Header born = birth.header();
    return new Header(born.device(), born.boot(), sequence, born.signature(), flags, 0);
  }
}
