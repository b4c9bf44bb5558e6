package dev.upcall.host.transport;

import dev.upcall.core.wire.Seal;
import dev.upcall.core.wire.SealedLine;
import dev.upcall.core.wire.SerialLink;
import dev.upcall.core.wire.SerialTiming;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * How devices on serial lines prove who they are.
 *
 * @param keys by the name in a device's birth
 * @param required whether a device without a seal is refused
 */
public record SerialSeals(Function<String, Optional<byte[]>> keys, boolean required) {
  /** Nobody has to, or can. */
  public static final SerialSeals NONE = new SerialSeals(name -> Optional.empty(), false);

  private static final SecureRandom RANDOM = new SecureRandom();

  public SerialSeals {
    Objects.requireNonNull(keys);
  }

  /** The host's end of a line, with conversations of its own. */
  SerialLink link(SerialTiming timing) {
    if (this == NONE) {
      return SerialLink.host(timing);
    }
    return SerialLink.host(timing, new SealedLine(keys, required, SerialSeals::challenge));
  }

  private static byte[] challenge() {
    byte[] challenge = new byte[Seal.CHALLENGE_BYTES];
    RANDOM.nextBytes(challenge);
    return challenge;
  }
}
