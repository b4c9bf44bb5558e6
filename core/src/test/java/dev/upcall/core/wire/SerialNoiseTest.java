package dev.upcall.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * RELIABILITY R5: a line with dropped, inserted and repeated bytes, truncated frames and garbage.
 * {@code -Dupcall.frames=10000000} for many.
 */
class SerialNoiseTest {
  private static final int FRAMES = Integer.getInteger("upcall.frames", 100_000);

  /** Every frame that reaches the line unharmed arrives, whatever came before it. */
  @Test
  void noGoodFrameIsLostBehindTheNextDelimiter() {
    WireSamples samples = new WireSamples(21);
    SerialDeframer deframer = new SerialDeframer();
    byte[] garbage = samples.bytes(1000).toArray();
    deframer.push(garbage, 0, garbage.length);
    Header header = samples.header();
    int harmed = 0;
    for (int i = 0; i < FRAMES; i++) {
      Message message = new Answer(header.withSequence(i), 3, 0.5f, i);
      byte[] line = SerialFramer.line(SerialFramer.frames(MessageCodec.encode(message)).get(0));
      if (samples.random().nextInt(3) == 0) {
        harmed++;
        push(deframer, harm(samples, line));
      } else {
        List<SerialEvent> events = push(deframer, line);
        assertTrue(events.contains(new SerialEvent.Received(message)), "frame " + i);
      }
    }
    Map<WireError, Long> dropped = deframer.dropped();
    assertTrue(harmed > FRAMES / 4);
    for (WireError reason :
        List.of(
            WireError.FRAME_COBS,
            WireError.FRAME_SHORT,
            WireError.FRAME_LONG,
            WireError.FRAME_CRC)) {
      assertTrue(dropped.getOrDefault(reason, 0L) > 0, reason + " in " + dropped);
    }
    assertEquals(0, dropped.getOrDefault(WireError.MESSAGE_CRC, 0L), "the frames' checksum held");
    System.out.printf(
        "R5: %d frames, %d of them harmed, none of the others lost%n", FRAMES, harmed);
  }

  private static byte[] harm(WireSamples samples, byte[] line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 1 + samples.random().nextInt(line.length - 2);
    switch (samples.random().nextInt(5)) {
      case 0 -> {
        out.write(line, 0, at);
        out.write(line, at + 1, line.length - at - 1);
      }
      case 1 -> {
        out.write(line, 0, at);
        out.write(samples.random().nextInt());
        out.write(line, at, line.length - at);
      }
      case 2 -> {
        out.write(line, 0, at + 1);
        out.write(line, at, line.length - at);
      }
      case 3 -> out.write(line, 0, at);
      default -> out.writeBytes(nonZero(samples, 1 + samples.random().nextInt(1500)));
    }
    return out.toByteArray();
  }

  private static byte[] nonZero(WireSamples samples, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (1 + samples.random().nextInt(255));
    }
    return bytes;
  }

  private static List<SerialEvent> push(SerialDeframer deframer, byte[] line) {
    return deframer.push(line, 0, line.length);
  }
}
