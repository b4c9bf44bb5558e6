package dev.upcall.host.remote;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Crc32c;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What gateways and members say to each other. Little endian:
 *
 * <pre>
 *    0       1       2           4               8
 *   +-------+-------+-----------+---------------+-------------------------------+
 *   |version| type  | samples   | id            | signature                     | 16 bytes
 *   +-------+-------+-----------+---------------+-------------------------------+
 *   | payload                                                       | CRC-32C   |
 *   +---------------------------------------------------------------+-----------+
 * </pre>
 *
 * The id is the asker's own, repeated by the answer; the signature the first 8 bytes of the
 * project's SHA-256. Checks come in this order, so that a damaged message is not taken for an
 * unknown one: length, version, checksum, type, payload.
 */
sealed interface MemberMessage permits Request, Response, Refusal, Beat {
  /** The one version spoken here. */
  int VERSION = 1;

  /** Bytes of header and checksum. */
  int OVERHEAD = 20;

  int HEADER = 16;

  /** Samples in one request at most; 0 asks for a sign of life. */
  int MAX_SAMPLES = 4096;

  /** Bytes of one message at most. */
  int MAX_BYTES = 16 << 20;

  /** The asker's, repeated by what answers it. */
  int id();

  /** Whose members these are. */
  long signature();

  /** Samples that it is about. */
  int samples();

  MemberType type();

  /** Bytes between header and checksum. */
  int payloadBytes();

  void writePayload(ByteBuffer out);

  /** The message's bytes. */
  default byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(OVERHEAD + payloadBytes()).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) VERSION).put((byte) type().id()).putShort((short) samples());
    out.putInt(id()).putLong(signature());
    writePayload(out);
    out.putInt(Crc32c.of(out.array(), 0, out.position()));
    return out.array();
  }

  /**
   * The message that {@code bytes} are.
   *
   * @throws UpcallException with a {@link MemberError} that names what is wrong
   */
  static MemberMessage decode(byte[] bytes) {
    if (bytes.length < OVERHEAD) {
      throw MemberError.SHORT
          .with()
          .found("%d bytes", bytes.length)
          .need("%d or more", OVERHEAD)
          .toException();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int version = in.get() & 0xff;
    if (version != VERSION) {
      throw MemberError.VERSION
          .with(version)
          .need("%d", VERSION)
          .fix("run gateway and members of the same release")
          .toException();
    }
    int end = bytes.length - Integer.BYTES;
    int computed = Crc32c.of(bytes, 0, end);
    if (in.getInt(end) != computed) {
      throw MemberError.CRC
          .with()
          .found("%08x", in.getInt(end))
          .need("%08x", computed)
          .toException();
    }
    MemberType type = MemberType.of(in.get() & 0xff);
    int samples = in.getShort() & 0xffff;
    if (samples > MAX_SAMPLES) {
      throw type.value("samples", samples, "at most " + MAX_SAMPLES);
    }
    int id = in.getInt();
    long signature = in.getLong();
    in.limit(end);
    return type.read(id, signature, samples, in.slice().order(ByteOrder.LITTLE_ENDIAN));
  }
}
