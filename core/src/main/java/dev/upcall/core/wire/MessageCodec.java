package dev.upcall.core.wire;

import dev.upcall.core.diagnostic.UpcallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message's bytes, as MQTT carries them whole and serial in frames.
 *
 * <pre>
 *   +-------------+------------------+-----------+
 *   | header 28 B | payload          | CRC-32C   |   CRC over all before it
 *   +-------------+------------------+-----------+
 * </pre>
 *
 * Checks come in this order, so that a damaged message is not taken for an unknown one: length for
 * a header, length against the header, checksum, version, type, payload.
 */
public final class MessageCodec {
  private static final int LENGTH_OFFSET = 24;

  private MessageCodec() {}

  public static byte[] encode(Message message) {
    ByteBuffer out = ByteBuffer.allocate(message.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    message.header().write(out, message.wireVersion(), message.typeId(), message.payloadBytes());
    message.writePayload(out);
    out.putInt(Crc32c.of(out.array(), 0, out.position()));
    return out.array();
  }

  /**
   * The message that {@code bytes} are, if it can be read here.
   *
   * @throws UpcallException with a {@link WireError} that names what is wrong
   */
  public static KnownMessage decode(byte[] bytes) {
    requireIntact(bytes);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    requireVersion(in.get() & 0xff);
    int type = in.get() & 0xff;
    MessageType known = MessageType.of(type).orElseThrow(() -> unknown(type));
    Header header = Header.read(in);
    return known.read(header, payload(bytes));
  }

  /**
   * The message that {@code bytes} are, or what else came intact.
   *
   * @throws UpcallException with a {@link WireError} if they were damaged
   */
  public static Message read(byte[] bytes) {
    requireIntact(bytes);
    try {
      return decode(bytes);
    } catch (UpcallException e) {
      ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int version = in.get() & 0xff;
      int type = in.get() & 0xff;
      Header header = Header.read(in);
      ByteBuffer payload = payload(bytes);
      Bytes all = Bytes.take(payload, payload.remaining());
      return new Foreign(header, version, type, all, e.diagnostics().get(0));
    }
  }

  private static ByteBuffer payload(byte[] bytes) {
    int length = bytes.length - Message.OVERHEAD_BYTES;
    return ByteBuffer.wrap(bytes, Header.BYTES, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Refuses bytes that were damaged, whatever they are.
   *
   * @throws UpcallException UP1201, UP1204 or UP1205
   */
  static void requireIntact(byte[] bytes) {
    if (bytes.length < Message.OVERHEAD_BYTES) {
      throw WireError.SHORT_MESSAGE
          .with()
          .found("%d bytes", bytes.length)
          .need("%d or more", Message.OVERHEAD_BYTES)
          .toException();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    requireLength(in.getInt(LENGTH_OFFSET), bytes.length);
    requireChecksum(bytes, in);
  }

  private static void requireVersion(int version) {
    if (version != Header.VERSION) {
      throw WireError.VERSION
          .with(version)
          .need("%d", Header.VERSION)
          .fix("use firmware and host of the same release")
          .toException();
    }
  }

  private static void requireLength(int payload, int total) {
    if (payload != total - Message.OVERHEAD_BYTES) {
      throw WireError.LENGTH
          .with()
          .found("%d bytes of payload", total - Message.OVERHEAD_BYTES)
          .need("%s", Integer.toUnsignedString(payload))
          .toException();
    }
  }

  private static void requireChecksum(byte[] bytes, ByteBuffer in) {
    int end = bytes.length - Integer.BYTES;
    int computed = Crc32c.of(bytes, 0, end);
    if (in.getInt(end) != computed) {
      throw WireError.MESSAGE_CRC
          .with()
          .found("%08x", in.getInt(end))
          .need("%08x", computed)
          .toException();
    }
  }

  private static UpcallException unknown(int type) {
    return WireError.TYPE
        .with(type)
        .need("1 to %d", MessageType.values().length)
        .fix("use firmware and host of the same release")
        .toException();
  }
}
