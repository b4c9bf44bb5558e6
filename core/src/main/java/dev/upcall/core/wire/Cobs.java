package dev.upcall.core.wire;

import dev.upcall.core.diagnostic.UpcallException;
import java.util.Arrays;

/**
 * Consistent Overhead Byte Stuffing (Cheshire and Baker, 1999): bytes without 0x00, which is free
 * to delimit frames. Each block is a code byte n and n - 1 non-zero bytes; a code below 0xFF stands
 * for a zero behind them, except at the end.
 *
 * <pre>
 *   11 22 00 33   ->   03 11 22 02 33
 * </pre>
 *
 * Canonical: data that ends with a full block of 254 gets no empty block behind it.
 */
public final class Cobs {
  private static final int MAX_CODE = 0xff;

  private Cobs() {}

  /** Most bytes that {@code length} bytes can become. */
  public static int encodedBound(int length) {
    return length + length / (MAX_CODE - 1) + 1;
  }

  public static byte[] encode(byte[] data) {
    byte[] out = new byte[encodedBound(data.length)];
    int code = 0;
    int end = 1;
    for (int i = 0; i < data.length; i++) {
      if (data[i] != 0) {
        out[end++] = data[i];
      }
      boolean full = end - code == MAX_CODE && i + 1 < data.length;
      if (data[i] == 0 || full) {
        out[code] = (byte) (end - code);
        code = end++;
      }
    }
    out[code] = (byte) (end - code);
    return Arrays.copyOf(out, end);
  }

  /**
   * What {@code data[from..to)}, without delimiters, stands for.
   *
   * @throws UpcallException with {@link WireError#FRAME_COBS} when it holds a zero or ends early
   */
  public static byte[] decode(byte[] data, int from, int to) {
    byte[] out = new byte[to - from];
    int length = 0;
    int at = from;
    while (at < to) {
      int code = data[at++] & 0xff;
      if (code == 0 || code - 1 > to - at) {
        throw malformed(at - 1 - from, code == 0 ? "a zero" : "a block that ends early");
      }
      for (int i = 1; i < code; i++) {
        if (data[at] == 0) {
          throw malformed(at - from, "a zero");
        }
        out[length++] = data[at++];
      }
      if (code < MAX_CODE && at < to) {
        out[length++] = 0;
      }
    }
    return Arrays.copyOf(out, length);
  }

  private static UpcallException malformed(int offset, String found) {
    return WireError.FRAME_COBS.with().at("byte %d", offset).found("%s", found).toException();
  }
}
