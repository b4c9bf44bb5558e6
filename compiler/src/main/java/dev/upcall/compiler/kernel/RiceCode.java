package dev.upcall.compiler.kernel;

import java.io.ByteArrayOutputStream;

/**
 * Golomb-Rice code of bytes, which is the best prefix code where magnitudes fall off geometrically,
 * as trained weights' do; decoded by {@code templates/kernels/upcall_unpack.c}, which needs no
 * table.
 *
 * <pre>
 *   z = 2 b, or -2 b - 1 where b is negative
 *   z / 2^k ones, a zero, the k lower bits of z      if z / 2^k is below 15
 *   15 ones, 8 bits of z                             otherwise
 * </pre>
 *
 * @param k 0..7
 * @param raised bytes have 128 added, as some kernels take weights
 * @param bits of all bytes
 */
public record RiceCode(int k, boolean raised, long bits) {
  private static final int RAISED = 0x80;

  private static final int ESCAPE = 15;
  private static final int PARAMETERS = 8;

  /** The decoder reads up to so many bytes beyond the last one it needs. */
  private static final int AHEAD = 4;

  /** The code that is shortest for {@code bytes}. */
  public static RiceCode of(byte[] bytes) {
    RiceCode best = of(bytes, 0, false);
    for (int i = 1; i < 2 * PARAMETERS; i++) {
      RiceCode other = of(bytes, i / 2, i % 2 == 1);
      best = other.bits() < best.bits() ? other : best;
    }
    return best;
  }

  /** One of the codes of {@code bytes}. */
  static RiceCode of(byte[] bytes, int k, boolean raised) {
    long bits = 0;
    for (byte value : bytes) {
      int ones = folded(value, raised) >> k;
      bits += ones < ESCAPE ? ones + 1 + k : ESCAPE + Byte.SIZE;
    }
    return new RiceCode(k, raised, bits);
  }

  /** Of the packed bytes, with what the decoder reads beyond them. */
  public int packedBytes() {
    return 1 + Math.toIntExact((bits + Byte.SIZE - 1) / Byte.SIZE) + AHEAD;
  }

  /** k and whether they are raised, then the bits of all bytes, each byte's highest bit first. */
  public byte[] pack(byte[] bytes) {
    Bits out = new Bits();
    out.add(k | (raised ? RAISED : 0), Byte.SIZE);
    for (byte value : bytes) {
      int z = folded(value, raised);
      int ones = z >> k;
      if (ones < ESCAPE) {
        out.add((1 << ones + 1) - 2, ones + 1);
        out.add(z & (1 << k) - 1, k);
      } else {
        out.add((1 << ESCAPE) - 1, ESCAPE);
        out.add(z, Byte.SIZE);
      }
    }
    return out.bytes(AHEAD);
  }

  private static int folded(byte value, boolean raised) {
    int number = raised ? (byte) (value ^ RAISED) : value;
    return number < 0 ? -2 * number - 1 : 2 * number;
  }

  private static final class Bits {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int open;
    private int count;

    /** The lower {@code width} bits of {@code value}, at most 24. */
    void add(int value, int width) {
      open = open << width | value;
      count += width;
      while (count >= Byte.SIZE) {
        count -= Byte.SIZE;
        bytes.write(open >> count);
        open &= (1 << count) - 1;
      }
    }

    byte[] bytes(int behind) {
      add(0, (Byte.SIZE - count) % Byte.SIZE);
      bytes.writeBytes(new byte[behind]);
      return bytes.toByteArray();
    }
  }
}
