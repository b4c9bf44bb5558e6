package dev.upcall.core.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Immutable bytes with value equality, so that messages that carry them are values too. */
public final class Bytes {
  private static final Bytes EMPTY = new Bytes(new byte[0]);
  private static final int SHOWN = 16;

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  public static Bytes empty() {
    return EMPTY;
  }

  /** A copy of {@code bytes}. */
  public static Bytes of(byte... bytes) {
    return new Bytes(bytes.clone());
  }

  /** Takes the next {@code length} bytes of {@code buffer}. */
  static Bytes take(ByteBuffer buffer, int length) {
    byte[] array = new byte[length];
    buffer.get(array);
    return new Bytes(array);
  }

  void write(ByteBuffer out) {
    out.put(array);
  }

  public int length() {
    return array.length;
  }

  public byte get(int index) {
    return array[index];
  }

  /** A copy. */
  public byte[] toArray() {
    return array.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  /** Length and the first bytes in hexadecimal. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder().append(array.length).append(" B");
    for (int i = 0; i < Math.min(SHOWN, array.length); i++) {
      out.append(i == 0 ? ": " : " ");
      out.append(Character.forDigit((array[i] >> 4) & 15, 16));
      out.append(Character.forDigit(array[i] & 15, 16));
    }
    return out.append(array.length > SHOWN ? " ..." : "").toString();
  }
}
