package dev.upcall.core.wire;

import dev.upcall.core.diagnostic.UpcallException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The host's view of whether a line's device is who it says, for one conversation: from a hello
 * with a challenge to the next. A device that seals its birth seals all that it says, and is
 * answered likewise; whose birth is not sealed is taken as it is, unless seals are required. Not
 * thread-safe.
 */
public final class SealedLine {
  private final Function<String, Optional<byte[]>> keys;
  private final boolean required;
  private final Bytes challenge;
  private final Set<Integer> starts = new HashSet<>();
  private byte[] key;
  private int boot;
  private boolean restarted;

  /**
   * A conversation that begins.
   *
   * @param keys of devices, by the name in their birth
   * @param required whether messages without a seal are refused
   * @param challenge 8 random bytes, never used before
   */
  public SealedLine(Function<String, Optional<byte[]>> keys, boolean required, byte[] challenge) {
    if (challenge.length != Seal.CHALLENGE_BYTES) {
      throw new IllegalArgumentException("a challenge of " + challenge.length + " bytes");
    }
    this.keys = keys;
    this.required = required;
    this.challenge = Bytes.of(challenge);
  }

  /** For the hello. */
  Bytes challenge() {
    return challenge;
  }

  /** Whether a device has started that knows no challenge yet, since the last call. */
  boolean takeRestarted() {
    boolean was = restarted;
    restarted = false;
    return was;
  }

  /** Forgets the device, which is asked who it is. */
  void forget() {
    key = null;
  }

  /**
   * What came, if it may be believed.
   *
   * @throws UpcallException UP1201-UP1210
   */
  Message read(byte[] bytes) {
    if (Seal.isOn(bytes)) {
      MessageCodec.requireIntact(bytes);
      return opened(bytes);
    }
    Message message = MessageCodec.decode(bytes);
    boolean known = message instanceof Birth ? required : required || key != null;
    if (known) {
      throw WireError.SEAL_MISSING.with(message.type().label()).toException();
    }
    if (message instanceof Birth) {
      key = null;
    }
    return message;
  }

  private Message opened(byte[] bytes) {
    Message message = MessageCodec.decode(Seal.strip(bytes));
    String type = message.type().label();
    if (message instanceof Birth birth) {
      byte[] its = keys.apply(birth.name()).orElseThrow(() -> wrong(type, "no key for it"));
      if (Seal.isBy(bytes, its, challenge)) {
        begin(birth.header().boot(), type);
        key = its;
        return birth;
      }
      restarted = Seal.isBy(bytes, its, Seal.NO_CHALLENGE);
      throw wrong(type, restarted ? "it has not heard our hello" : "another key or conversation");
    }
    if (key == null || !Seal.isBy(bytes, key, challenge)) {
      throw wrong(type, key == null ? "no birth before it" : "another key or conversation");
    }
    if (message.header().boot() != boot) {
      throw wrong(type, "of another start of the device");
    }
    return message;
  }

  /** Starts only follow each other: what one of before said may be said again by anybody. */
  private void begin(int next, String type) {
    if (!starts.add(next) && next != boot) {
      throw wrong(type, "of an earlier start of the device");
    }
    boot = next;
  }

  private static UpcallException wrong(String type, String found) {
    return WireError.SEAL.with(type).found("%s", found).toException();
  }

  /** What goes out, sealed where the device seals. */
  byte[] write(Message message) {
    byte[] bytes = MessageCodec.encode(message);
    return seals(message) ? Seal.close(bytes, key, challenge) : bytes;
  }

  /** Of a message that goes out now, with its seal. */
  int bytes(Message message) {
    return message.bytes() + (seals(message) ? Seal.MAC_BYTES : 0);
  }

  /** Parameters prove themselves; samples are run for whoever asks. */
  private boolean seals(Message message) {
    return key != null
        && (message instanceof Answer || message instanceof Ack || message instanceof Stats);
  }
}
