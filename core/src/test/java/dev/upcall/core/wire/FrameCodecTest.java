package dev.upcall.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
  private static final int BITS = FrameCodec.MAX_BYTES * 8;

  private final byte[] full =
      FrameCodec.encode(new SerialFrame.Data(1, 3, new WireSamples(4).bytes(634)));

  @Test
  void framesSurviveTheRoundTrip() {
    WireSamples samples = new WireSamples(5);
    for (int i = 0; i < 500; i++) {
      SerialFrame.Data first = new SerialFrame.Data(0, 2, samples.bytes(634));
      SerialFrame.Data last =
          new SerialFrame.Data(254, 255, samples.bytes(1 + samples.random().nextInt(634)));
      assertEquals(first, FrameCodec.decode(FrameCodec.encode(first)));
      assertEquals(last, FrameCodec.decode(FrameCodec.encode(last)));
    }
    SerialFrame.Acknowledgement acknowledgement = new SerialFrame.Acknowledgement(-2);
    assertEquals(acknowledgement, FrameCodec.decode(FrameCodec.encode(acknowledgement)));
    SerialFrame.Hello hello = new SerialFrame.Hello(200, 255);
    assertEquals(hello, FrameCodec.decode(FrameCodec.encode(hello)));
  }

  @Test
  void equalPartsOfTwoMessagesHaveDifferentMarks() {
    byte[] first = frame(0, 1, Bytes.of((byte) 1));
    assertEquals(FrameCodec.crc(first), FrameCodec.key(first), "too short for a message");
    assertEquals(5, FrameCodec.mark(first, 5));
    assertTrue(FrameCodec.mark(full, 1) != FrameCodec.mark(full, 2));
  }

  /** A CRC over data that ends in its own CRC says nothing of the data. */
  @Test
  void messagesInOnePartHaveDifferentKeys() {
    Header header = new WireSamples(8).header();
    byte[] one = SerialFramer.frames(MessageCodec.encode(new Answer(header, 1, 0, 0))).get(0);
    byte[] two = SerialFramer.frames(MessageCodec.encode(new Answer(header, 2, 0, 0))).get(0);
    assertEquals(FrameCodec.crc(one), FrameCodec.crc(two));
    assertTrue(FrameCodec.key(one) != FrameCodec.key(two));
  }

  @Test
  void everyMalformedCaseHasItsName() {
    assertRefused(WireError.FRAME_SHORT, new byte[6]);
    assertRefused(WireError.FRAME_LONG, new byte[641]);
    Bytes few = Bytes.of((byte) 1);
    assertRefused(WireError.FRAME_PART, frame(2, 2, few));
    assertRefused(WireError.FRAME_PART, frame(0, 2, few));
    assertRefused(WireError.FRAME_CONTROL, frame(2, 0, Bytes.of(new byte[4])));
    assertRefused(WireError.FRAME_CONTROL, frame(0, 0, Bytes.of(new byte[5])));
    assertRefused(WireError.FRAME_CONTROL, frame(1, 0, Bytes.of(new byte[4])));
    assertRefused(WireError.FRAME_CONTROL, frame(1, 0, Bytes.of((byte) 1, (byte) 1)));
  }

  @Test
  void aLaterHelloMaySayMore() {
    byte[] longer = frame(1, 0, Bytes.of((byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6));
    assertEquals(new SerialFrame.Hello(2, 3), FrameCodec.decode(longer));
  }

  /** The 5120 errors of one bit, and all 13 million of two. */
  @Test
  void everyOneAndTwoBitErrorIsFound() {
    int undetected = 0;
    for (int i = 0; i < BITS; i++) {
      flip(i);
      undetected += FrameCodec.isIntact(full) ? 1 : 0;
      flip(i);
    }
    // The checksum is linear, so a frame with two flips is intact if both flips change the
    // checksum alike: no two of the 5120 syndromes may be equal. That is all pairs in one sort.
    int[] syndromes = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      flip(i);
      syndromes[i] = syndrome();
      flip(i);
    }
    assertEquals(0, undetected);
    assertEquals(0, syndrome());
    assertEquals(BITS, Arrays.stream(syndromes).distinct().count());
    // And the argument itself, on pairs drawn at random.
    Random random = new Random(6);
    for (int n = 0; n < 200_000; n++) {
      int i = random.nextInt(BITS);
      int j = random.nextInt(BITS);
      flip(i);
      flip(j);
      assertEquals(syndromes[i] ^ syndromes[j], syndrome());
      assertEquals(i == j, FrameCodec.isIntact(full));
      flip(i);
      flip(j);
    }
  }

  @Test
  void errorsOfThreeToFiveBitsAndBurstsAreFound() {
    Random random = new Random(7);
    for (int n = 0; n < 1_000_000; n++) {
      int[] bits = random.ints(0, BITS).distinct().limit(3 + n % 3).toArray();
      Arrays.stream(bits).forEach(this::flip);
      assertFalse(FrameCodec.isIntact(full));
      Arrays.stream(bits).forEach(this::flip);
    }
    for (int start = 0; start + 32 <= BITS; start++) {
      int burst = random.nextInt() | 1;
      burst(start, burst);
      assertFalse(FrameCodec.isIntact(full));
      burst(start, burst);
    }
    assertTrue(FrameCodec.isIntact(full));
  }

  private void burst(int start, int bits) {
    for (int i = 0; i < Integer.SIZE; i++) {
      if ((bits >>> i & 1) != 0) {
        flip(start + i);
      }
    }
  }

  private void flip(int bit) {
    full[bit >> 3] ^= (byte) (1 << (bit & 7));
  }

  /** How the checksum over the frame differs from the one in it; flips of the latter count too. */
  private int syndrome() {
    return Crc32c.of(full, 0, full.length - 4) ^ FrameCodec.crc(full);
  }

  private static byte[] frame(int part, int parts, Bytes data) {
    return FrameCodec.encode(new SerialFrame.Data(part, parts, data));
  }

  private static void assertRefused(WireError error, byte[] frame) {
    UpcallException e = assertThrows(UpcallException.class, () -> FrameCodec.decode(frame));
    assertEquals(error, WireError.of(e), e.getMessage());
  }
}
