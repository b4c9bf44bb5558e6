package dev.upcall.core.wire;

import dev.upcall.core.diagnostic.UpcallException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts messages into serial frames and frames into what the line carries:
 *
 * <pre>
 *   00 | COBS(frame) | 00
 * </pre>
 *
 * The leading delimiter ends whatever noise came before, so that it costs no frame.
 */
public final class SerialFramer {
  /** Largest message that fits 255 frames. */
  public static final int MAX_MESSAGE_BYTES = FrameCodec.MAX_PARTS * FrameCodec.FULL_DATA_BYTES;

  private SerialFramer() {}

  /**
   * The frames of a message, before COBS.
   *
   * @throws UpcallException when the message is larger than {@link #MAX_MESSAGE_BYTES}
   */
  public static List<byte[]> frames(byte[] message) {
    if (message.length == 0 || message.length > MAX_MESSAGE_BYTES) {
      throw WireError.MESSAGE_TOO_LARGE
          .with()
          .found("%d bytes", message.length)
          .need("1 to %d, as 255 serial frames carry", MAX_MESSAGE_BYTES)
          .toException();
    }
    int full = FrameCodec.FULL_DATA_BYTES;
    int parts = (message.length + full - 1) / full;
    List<byte[]> frames = new ArrayList<>(parts);
    for (int part = 0; part < parts; part++) {
      int end = Math.min(message.length, (part + 1) * full);
      Bytes data = Bytes.of(Arrays.copyOfRange(message, part * full, end));
      frames.add(FrameCodec.encode(new SerialFrame.Data(part, parts, data)));
    }
    return frames;
  }

  /** A frame as the line carries it: COBS between delimiters. */
  public static byte[] line(byte[] frame) {
    byte[] encoded = Cobs.encode(frame);
    byte[] line = new byte[encoded.length + 2];
    System.arraycopy(encoded, 0, line, 1, encoded.length);
    return line;
  }
}
