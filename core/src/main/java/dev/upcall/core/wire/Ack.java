package dev.upcall.core.wire;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * End-to-end word on the message whose sequence the header repeats: stored for good, or refused and
 * why. Not to be confused with a serial frame's acknowledgement, which promises nothing beyond the
 * line.
 *
 * <pre>
 *    0         1        2        4
 *   +---------+--------+--------+
 *   | of type | code   | 0      |
 *   +---------+--------+--------+
 * </pre>
 *
 * @param of number of that message's type, which may be one unknown here
 */
public record Ack(Header header, int of, Code code) implements KnownMessage {
  static final int PAYLOAD_BYTES = 4;

  /** What became of the message; the ordinals are on the wire. */
  public enum Code {
    /** The receiver has it durably: the sender need not keep it. */
    STORED,
    /** No ensemble with that signature is served here. */
    UNKNOWN_SIGNATURE,
    /** Meant for another start of the device. */
    OTHER_BOOT,
    /** The receiver has no use for this type. */
    UNSUPPORTED,
    /** No room now; the sender may try again. */
    BUSY,
    /** Larger or smaller than the receiver needs it. */
    WRONG_SIZE,
    /** The payload makes no sense. */
    MALFORMED,
    /** Of parameters: the device has no key, so that nobody may push it any. */
    NO_KEY,
    /** Of parameters: signed with another key than the device's, or changed on the way. */
    NOT_AUTHENTIC,
    /** Of parameters: their version is not above all that the device took before. */
    OLD,
    /** Of parameters: a value is outside what its policy allows; none was taken. */
    OUT_OF_RANGE,
    /** Of parameters: too many upcalls followed; the values before are in use again. */
    ROLLED_BACK,
    /** Of any message: it is of a version of the wire that the receiver does not speak. */
    OTHER_VERSION
  }

  public Ack {
    if ((of & ~0xff) != 0) {
      throw new IllegalArgumentException("type " + of);
    }
  }

  public Ack(Header header, MessageType of, Code code) {
    this(header, of.id(), code);
  }

  public Optional<MessageType> ofType() {
    return MessageType.of(of);
  }

  @Override
  public MessageType type() {
    return MessageType.ACK;
  }

  @Override
  public int payloadBytes() {
    return PAYLOAD_BYTES;
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.put((byte) of).put((byte) code.ordinal()).putShort((short) 0);
  }

  static Ack read(Header header, ByteBuffer in) {
    MessageType type = MessageType.ACK;
    type.requireSize(in.remaining(), PAYLOAD_BYTES);
    int of = in.get() & 0xff;
    int code = in.get() & 0xff;
    int zero = in.getShort() & 0xffff;
    if (code >= Code.values().length) {
      throw type.value("code", code, "less than " + Code.values().length);
    }
    if (zero != 0) {
      throw type.value("reserved", zero, "0");
    }
    return new Ack(header, of, Code.values()[code]);
  }
}
