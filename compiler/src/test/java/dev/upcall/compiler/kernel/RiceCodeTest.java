package dev.upcall.compiler.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is packed comes back, and takes what was said. */
class RiceCodeTest {
  @Property(tries = 500)
  void givesBackAnyBytes(
      @ForAll @Size(max = 300) byte[] bytes,
      @ForAll @IntRange(max = 7) int k,
      @ForAll boolean raised) {
    RiceCode any = RiceCode.of(bytes, k, raised);
    RiceCode best = RiceCode.of(bytes);
    for (RiceCode code : List.of(any, best)) {
      byte[] packed = code.pack(bytes);
      assertEquals(code.packedBytes(), packed.length);
      assertArrayEquals(bytes, unpack(packed, bytes.length));
    }
    assertTrue(best.bits() <= any.bits());
  }

  @Test
  void takesFewBitsForSmallNumbers() {
    byte[] bytes = new byte[8000];
    Random random = new Random(1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(3 * random.nextGaussian());
    }
    // Entropy: log2(3 sqrt(2 pi e)) = 3.63 bits.
    assertEquals(3.8, (double) RiceCode.of(bytes).bits() / bytes.length, 0.1);
    long bits = RiceCode.of(bytes).bits();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= (byte) 0x80;
    }
    assertEquals(bits, RiceCode.of(bytes).bits());
  }

  /** Bit by bit, as the definition has it. */
  private static byte[] unpack(byte[] packed, int count) {
    byte[] bytes = new byte[count];
    int k = packed[0] & 7;
    int raised = packed[0] & 0x80;
    int at = Byte.SIZE;
    for (int i = 0; i < count; i++) {
      int ones = 0;
      while (ones < 15 && bit(packed, at++) == 1) {
        ones++;
      }
      int z = ones < 15 ? ones : 0;
      for (int left = ones < 15 ? k : Byte.SIZE; left > 0; left--) {
        z = 2 * z + bit(packed, at++);
      }
      bytes[i] = (byte) ((z % 2 == 0 ? z / 2 : -(z + 1) / 2) ^ raised);
    }
    return bytes;
  }

  private static int bit(byte[] packed, int at) {
    return packed[at / Byte.SIZE] >> (7 - at % Byte.SIZE) & 1;
  }
}
