package dev.upcall.core.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a line's bytes at the delimiter 0x00. What is longer than any frame is forgotten up to the
 * next delimiter, but for one byte too many, by which the chunk is seen to be overlong.
 */
final class FrameSplitter {
  static final int MAX_ENCODED = Cobs.encodedBound(FrameCodec.MAX_BYTES);

  private final byte[] chunk = new byte[MAX_ENCODED + 1];

  private int length;

  /** The chunks that end in {@code data[from..to)}, still COBS-encoded; empty ones are left out. */
  List<byte[]> push(byte[] data, int from, int to) {
    List<byte[]> chunks = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (data[i] != 0) {
        if (length < chunk.length) {
          chunk[length++] = data[i];
        }
      } else if (length > 0) {
        chunks.add(Arrays.copyOf(chunk, length));
        length = 0;
      }
    }
    return chunks;
  }
}
