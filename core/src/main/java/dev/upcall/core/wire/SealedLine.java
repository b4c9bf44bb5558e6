package dev.upcall.core.wire;

import dev.upcall.core.diagnostic.UpcallException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The host's view of whether a line's device is who it says, for one conversation after another:
 * from a hello with a challenge to the next. A device that seals its birth seals all that it says,
 * and is answered likewise; whose birth is not sealed is taken as it is, unless seals are required.
 * A conversation is one with one start of one device. Not thread-safe.
 */
public final class SealedLine {
  private final Function<String, Optional<byte[]>> keys;
  private final boolean required;
  private final Supplier<byte[]> challenges;
  private Bytes challenge;
  private byte[] key;

  /** Of the start that this conversation is with; null until it has said so under its seal. */
  private Header with;

  private boolean refused;

  /**
   * A line whose first conversation begins.
   *
   * @param keys of devices, by the name in their birth
   * @param required whether messages without a seal are refused
   * @param challenges 8 random bytes for each conversation, never used before
   */
  public SealedLine(
      Function<String, Optional<byte[]>> keys, boolean required, Supplier<byte[]> challenges) {
    this.keys = keys;
    this.required = required;
    this.challenges = challenges;
    forget();
  }

  /** For the hello. */
  Bytes challenge() {
    return challenge;
  }

  /**
   * Whether a seal has been refused since the last birth that was believed. Its device may have
   * started anew, or have heard somebody else's hello: it believes our next one.
   */
  boolean isRefused() {
    return refused;
  }

  /** Begins another conversation: the device is asked who it is, with a challenge of its own. */
  void forget() {
    byte[] fresh = challenges.get();
    if (fresh.length != Seal.CHALLENGE_BYTES) {
      throw new IllegalArgumentException("a challenge of " + fresh.length + " bytes");
    }
    challenge = Bytes.of(fresh);
    key = null;
    with = null;
    refused = false;
  }

  /**
   * What came, if it may be believed.
   *
   * @throws UpcallException UP1201-UP1210
   */
  Message read(byte[] bytes) {
    Message message = MessageCodec.read(bytes);
    if (message.wireVersion() == Header.VERSION && Seal.isOn(bytes)) {
      return opened(bytes);
    }
    boolean announces =
        message instanceof Birth || (message instanceof Foreign foreign && foreign.isBirth());
    if (required || (key != null && !announces)) {
      throw WireError.SEAL_MISSING.with(message.label()).toException();
    }
    if (announces) {
      key = null;
    }
    return message;
  }

  private Message opened(byte[] bytes) {
    Message message = MessageCodec.read(Seal.strip(bytes));
    String type = message.label();
    if (message instanceof Birth birth) {
      byte[] its = keys.apply(birth.name()).orElseThrow(() -> wrong(type, "no key for it"));
      if (!Seal.isBy(bytes, Seal.From.DEVICE, its, challenge)) {
        boolean unheard = Seal.isBy(bytes, Seal.From.DEVICE, its, Seal.NO_CHALLENGE);
        throw wrong(type, unheard ? "it has not heard our hello" : "another key or conversation");
      }
      if (with != null && !isOfSameStart(birth)) {
        throw wrong(type, "this conversation is with another start, or device");
      }
      with = birth.header();
      key = its;
      refused = false;
      return birth;
    }
    if (key == null || !Seal.isBy(bytes, Seal.From.DEVICE, key, challenge)) {
      throw wrong(type, key == null ? "no birth before it" : "another key or conversation");
    }
    if (!isOfSameStart(message)) {
      throw wrong(type, "of another start, or device, than the birth");
    }
    return message;
  }

  /** The key is that of the birth's name: what it says is said for that birth's number alone. */
  private boolean isOfSameStart(Message message) {
    return message.header().boot() == with.boot() && message.header().device() == with.device();
  }

  private UpcallException wrong(String type, String found) {
    refused = true;
    return WireError.SEAL.with(type).found("%s", found).toException();
  }

  /** What goes out, sealed where the device seals. */
  byte[] write(Message message) {
    byte[] bytes = MessageCodec.encode(message);
    return seals(message) ? Seal.close(bytes, Seal.From.HOST, key, challenge) : bytes;
  }

  /** Of a message that goes out now, with its seal. */
  int bytes(Message message) {
    return message.bytes() + (seals(message) ? Seal.MAC_BYTES : 0);
  }

  /** Parameters prove themselves. */
  private boolean seals(Message message) {
    return key != null
        && (message instanceof Answer
            || message instanceof Ack
            || message instanceof Stats
            || message instanceof Sample);
  }
}
