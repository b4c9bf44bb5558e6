package dev.upcall.core.wire;

import java.nio.ByteBuffer;

/**
 * What every message starts with. (device, boot, sequence) is the key under which an upcall takes
 * effect exactly once.
 *
 * <pre>
 *    0       1       2       3       4               8
 *   +-------+-------+-------+-------+---------------+
 *   |version| type  | flags | stage | device        |
 *   +-------+-------+-------+-------+---------------+
 *   | boot                          | sequence      |
 *   +-------------------------------+---------------+
 *   | signature (first 8 bytes of the SHA-256)      |
 *   +-------------------------------+---------------+
 *   | payload length                |                 28 bytes
 *   +-------------------------------+
 * </pre>
 *
 * @param device assigned at provisioning, unsigned
 * @param boot random per start of the device, unsigned
 * @param sequence unsigned; wraps, so compare for equality only. The device numbers its own
 *     messages; an answer, acknowledgement or result repeats the number of what it replies to
 * @param signature first 8 bytes of the ensemble's SHA-256, the first byte highest
 * @param flags bits below; the upper four count the attempts to deliver this message, modulo 16
 * @param stage of an upcall: where the tier above takes over, 0 = from the input; of a result: the
 *     stage that decided
 */
public record Header(int device, int boot, int sequence, long signature, int flags, int stage) {
  /** Bytes on the wire. */
  public static final int BYTES = 28;

  /** The one wire version spoken here; this header is the same in all of them. */
  public static final int VERSION = 1;

  /** The device answered by itself because the host was silent until the deadline. */
  public static final int DEGRADED = 1;

  /** The device was confident; the sample is sent to check on it. */
  public static final int AUDIT = 1 << 1;

  /** The device has acted on its own answer already; this one corrects it. */
  public static final int ASYNCHRONOUS = 1 << 2;

  /** A sample's payload is raw bytes, not yet preprocessed. */
  public static final int RAW = 1 << 3;

  private static final int ATTEMPT_SHIFT = 4;

  public Header {
    if ((flags & ~0xff) != 0 || (stage & ~0xff) != 0) {
      throw new IllegalArgumentException("flags and stage are one byte each");
    }
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** How often this message was sent before, modulo 16. */
  public int attempt() {
    return flags >>> ATTEMPT_SHIFT;
  }

  public Header withAttempt(int attempt) {
    int low = flags & ((1 << ATTEMPT_SHIFT) - 1);
    return withFlags(low | (attempt & 15) << ATTEMPT_SHIFT);
  }

  public Header withFlags(int newFlags) {
    return new Header(device, boot, sequence, signature, newFlags, stage);
  }

  public Header withSequence(int newSequence) {
    return new Header(device, boot, newSequence, signature, flags, stage);
  }

  public Header withStage(int newStage) {
    return new Header(device, boot, sequence, signature, flags, newStage);
  }

  /** The first 8 bytes of {@code sha256} as {@link #signature}. */
  public static long signatureOf(byte[] sha256) {
    return ByteBuffer.wrap(sha256).getLong();
  }

  /** Writes all fields; {@code out} is little endian. */
  void write(ByteBuffer out, int version, int typeId, int payloadBytes) {
    out.put((byte) version).put((byte) typeId).put((byte) flags).put((byte) stage);
    out.putInt(device).putInt(boot).putInt(sequence);
    out.putLong(Long.reverseBytes(signature));
    out.putInt(payloadBytes);
  }

  /** Reads the fields from {@code in}, which stands behind version and type. */
  static Header read(ByteBuffer in) {
    int flags = in.get() & 0xff;
    int stage = in.get() & 0xff;
    int device = in.getInt();
    int boot = in.getInt();
    int sequence = in.getInt();
    return new Header(device, boot, sequence, Long.reverseBytes(in.getLong()), flags, stage);
  }
}
