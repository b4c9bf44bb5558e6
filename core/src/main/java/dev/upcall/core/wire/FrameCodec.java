package dev.upcall.core.wire;

import dev.upcall.core.diagnostic.UpcallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A serial frame's bytes, before COBS; at most 640, up to which CRC-32C finds every error of 5
 * bits.
 *
 * <pre>
 *   data            | part | parts >= 1 | data, 1 to 634 B         | CRC-32C |
 *   acknowledgement |  0   |     0      | mark of a data frame     | CRC-32C |   10 B
 *   hello           |  1   |     0      | version | window | 0 | 0 | CRC-32C |   10 B
 *                   |  1   |     0      | version | window | 0 | 0 | challenge, 8 B | CRC-32C |
 * </pre>
 *
 * The checksum covers all before it. A message's <em>key</em> is its first part's checksum,
 * exclusive-or the last four bytes of that part's data. (A message in one part ends in its own
 * CRC-32C, and a CRC over that is the same for all messages of a length.) A frame's <em>mark</em>,
 * by which it is acknowledged, is the key for the first part and the checksum exclusive-or the key
 * for the others: so an acknowledgement that comes late is not taken for one of equal data in the
 * next message.
 */
final class FrameCodec {
  /** Most bytes of a frame, checksum included. */
  static final int MAX_BYTES = 640;

  static final int OVERHEAD_BYTES = 6;

  /** Data of every part but the last. */
  static final int FULL_DATA_BYTES = MAX_BYTES - OVERHEAD_BYTES;

  static final int MAX_PARTS = 255;
  static final int MIN_BYTES = OVERHEAD_BYTES + 1;
  private static final int HEAD_BYTES = 2;
  private static final int CONTROL_BYTES = 10;
  private static final int ACKNOWLEDGEMENT = 0;
  private static final int HELLO = 1;

  private FrameCodec() {}

  static byte[] encode(SerialFrame.Data frame) {
    ByteBuffer out = buffer(OVERHEAD_BYTES + frame.data().length());
    out.put((byte) frame.part()).put((byte) frame.parts());
    frame.data().write(out);
    return finish(out);
  }

  static byte[] encode(SerialFrame.Acknowledgement frame) {
    ByteBuffer out = buffer(CONTROL_BYTES).put((byte) ACKNOWLEDGEMENT).put((byte) 0);
    return finish(out.putInt(frame.mark()));
  }

  static byte[] encode(SerialFrame.Hello frame) {
    ByteBuffer out =
        buffer(CONTROL_BYTES + frame.challenge().length()).put((byte) HELLO).put((byte) 0);
    out.put((byte) frame.version()).put((byte) frame.window()).putShort((short) 0);
    frame.challenge().write(out);
    return finish(out);
  }

  /** The checksum that the frame carries. */
  static int crc(byte[] frame) {
    return buffer(frame).getInt(frame.length - Integer.BYTES);
  }

  /** The key of the message whose first part is {@code frame}. */
  static int key(byte[] frame) {
    int tail = frame.length - 2 * Integer.BYTES;
    return tail < HEAD_BYTES ? crc(frame) : crc(frame) ^ buffer(frame).getInt(tail);
  }

  /** By what a data frame is acknowledged; {@code key} is its message's. */
  static int mark(byte[] frame, int key) {
    return frame[0] == 0 ? key : crc(frame) ^ key;
  }

  /** Whether the checksum is right. */
  static boolean isIntact(byte[] frame) {
    return Crc32c.of(frame, 0, frame.length - Integer.BYTES) == crc(frame);
  }

  /**
   * Checks, in this order: size, checksum, then what the fields say.
   *
   * @throws UpcallException with a {@link WireError} that names what is wrong
   */
  static SerialFrame decode(byte[] frame) {
    if (frame.length < MIN_BYTES) {
      throw size(WireError.FRAME_SHORT, frame, MIN_BYTES + " or more");
    }
    if (frame.length > MAX_BYTES) {
      throw size(WireError.FRAME_LONG, frame, "at most " + MAX_BYTES);
    }
    if (!isIntact(frame)) {
      throw WireError.FRAME_CRC.with().found("%d bytes", frame.length).toException();
    }
    int part = frame[0] & 0xff;
    int parts = frame[1] & 0xff;
    if (parts == 0) {
      return control(part, frame);
    }
    int length = frame.length - OVERHEAD_BYTES;
    boolean full = length == FULL_DATA_BYTES;
    if (part >= parts || (part + 1 < parts && !full)) {
      throw WireError.FRAME_PART
          .with()
          .found("part %d of %d with %d bytes", part, parts, length)
          .toException();
    }
    byte[] data = Arrays.copyOfRange(frame, HEAD_BYTES, HEAD_BYTES + length);
    return new SerialFrame.Data(part, parts, Bytes.of(data));
  }

  private static SerialFrame control(int kind, byte[] frame) {
    ByteBuffer in = buffer(frame);
    if (frame.length == CONTROL_BYTES && kind == ACKNOWLEDGEMENT) {
      return new SerialFrame.Acknowledgement(in.getInt(HEAD_BYTES));
    }
    // A longer hello is one of a later version that says more; what it says first is understood.
    if (frame.length >= CONTROL_BYTES && kind == HELLO && frame[HEAD_BYTES + 1] != 0) {
      int challenge = CONTROL_BYTES - Integer.BYTES;
      boolean has = frame.length >= CONTROL_BYTES + Seal.CHALLENGE_BYTES;
      return new SerialFrame.Hello(
          frame[HEAD_BYTES] & 0xff,
          frame[HEAD_BYTES + 1] & 0xff,
          has
              ? Bytes.of(Arrays.copyOfRange(frame, challenge, challenge + Seal.CHALLENGE_BYTES))
              : SerialFrame.Hello.NONE);
    }
    throw WireError.FRAME_CONTROL
        .with()
        .found("kind %d with %d bytes", kind, frame.length)
        .toException();
  }

  private static byte[] finish(ByteBuffer out) {
    return out.putInt(Crc32c.of(out.array(), 0, out.position())).array();
  }

  private static UpcallException size(WireError error, byte[] frame, String need) {
    return error.with().found("%d bytes", frame.length).need("%s", need).toException();
  }

  private static ByteBuffer buffer(int bytes) {
    return buffer(new byte[bytes]);
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
