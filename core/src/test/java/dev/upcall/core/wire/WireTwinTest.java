package dev.upcall.core.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Java and C write the same bytes, read the same from them and refuse the same for the same reason.
 */
@Tag("cc")
class WireTwinTest {
  @TempDir private static Path folder;
  private static CProgram twin;

  private final WireSamples samples = new WireSamples(31);

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    twin = LineTwin.build(folder);
  }

  @AfterAll
  static void end() throws IOException, InterruptedException {
    if (twin != null) {
      twin.close();
    }
  }

  @Test
  void messagesHaveTheSameBytes() {
    for (int i = 0; i < 2000; i++) {
      byte[] expected = MessageCodec.encode(samples.message());
      byte[] body = Arrays.copyOf(expected, expected.length - Integer.BYTES);
      assertArrayEquals(expected, ask('E', body));
    }
  }

  @Test
  void framesHaveTheSameBytes() {
    for (int i = 0; i < 500; i++) {
      byte[] message = MessageCodec.encode(samples.message());
      byte[] body = Arrays.copyOf(message, message.length - Integer.BYTES);
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      SerialFramer.frames(message).forEach(frame -> line.writeBytes(SerialFramer.line(frame)));
      assertArrayEquals(line.toByteArray(), ask('F', body));
    }
  }

  @Test
  void damagedMessagesAreRefusedForTheSameReason() {
    Set<WireError> seen = EnumSet.noneOf(WireError.class);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = samples.mutate(MessageCodec.encode(samples.message()));
      if (samples.random().nextInt(10) == 0) {
        bytes = Arrays.copyOf(bytes, samples.random().nextInt(40));
      }
      if (samples.random().nextBoolean()) {
        MessageCodecTest.repair(bytes);
      }
      String expected = "OK";
      try {
        MessageCodec.decode(bytes);
      } catch (UpcallException e) {
        WireError error = WireError.of(e);
        seen.add(error);
        expected = isOfRuntime(error) ? "OK" : error.name();
      }
      String verdict = new String(ask('M', bytes), StandardCharsets.US_ASCII);
      assertEquals(expected + " " + expected, verdict);
    }
    assertTrue(seen.containsAll(EnumSet.range(WireError.SHORT_MESSAGE, WireError.PAYLOAD_VALUE)));
  }

  @Test
  void linesAreReadAlike() {
    Set<WireError> seen = EnumSet.noneOf(WireError.class);
    for (int seed = 0; seed < 400; seed++) {
      ask('R', ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(seed).array());
      SerialDeframer deframer = new SerialDeframer();
      for (int i = 0; i < 10; i++) {
        byte[] line = line();
        String expected = LineTwin.heard(deframer, line);
        seen.addAll(deframer.dropped().keySet());
        String heard = new String(ask('L', line), StandardCharsets.US_ASCII);
        assertEquals(expected, heard);
      }
    }
    EnumSet<WireError> expected = EnumSet.range(WireError.FRAME_COBS, WireError.FRAME_CONTROL);
    expected.addAll(EnumSet.of(WireError.LENGTH, WireError.MESSAGE_CRC));
    expected.removeAll(seen);
    assertEquals(EnumSet.noneOf(WireError.class), expected, "not met");
  }

  /** Version, type and payload are the runtime's business, one layer up from the wire's C. */
  private static boolean isOfRuntime(WireError error) {
    return error == WireError.VERSION
        || error == WireError.TYPE
        || error == WireError.PAYLOAD_SIZE
        || error == WireError.PAYLOAD_VALUE;
  }

  /** Frames of one or two messages, some damaged, lost, doubled, swapped or not frames at all. */
  private byte[] line() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int n = samples.random().nextInt(2); n >= 0; n--) {
      byte[] message = MessageCodec.encode(samples.message());
      switch (samples.random().nextInt(8)) {
        case 0 -> message[0] = 7;
        case 1 -> message[message.length - 1] ^= 1;
        case 2 -> message[24] ^= 1;
        default -> {}
      }
      if (message[0] == 7) {
        MessageCodecTest.repair(message);
      }
      for (byte[] frame : SerialFramer.frames(message)) {
        damage(frame, line);
      }
    }
    if (samples.random().nextInt(4) == 0) {
      line.writeBytes(SerialFramer.line(control()));
    }
    return line.toByteArray();
  }

  private void damage(byte[] frame, ByteArrayOutputStream line) {
    byte[] good = SerialFramer.line(frame);
    switch (samples.random().nextInt(24)) {
      case 0 -> line.writeBytes(samples.mutate(good));
      case 1 -> line.writeBytes(SerialFramer.line(samples.mutate(frame)));
      case 2 -> line.writeBytes(samples.bytes(samples.random().nextInt(1500)).toArray());
      case 3 -> {
        line.writeBytes(good);
        line.writeBytes(good);
      }
      case 4 -> {
        byte[] changed = frame.clone();
        changed[samples.random().nextInt(2)] ^= (byte) (1 << samples.random().nextInt(3));
        MessageCodecTest.repair(changed);
        line.writeBytes(SerialFramer.line(changed));
      }
      case 5 -> {}
      default -> line.writeBytes(good);
    }
  }

  private byte[] control() {
    byte[] frame =
        switch (samples.random().nextInt(3)) {
          case 0 -> FrameCodec.encode(new SerialFrame.Acknowledgement(samples.random().nextInt()));
          case 1 -> FrameCodec.encode(new SerialFrame.Hello(1, samples.random().nextInt(256)));
          default ->
              FrameCodec.encode(
                  new SerialFrame.Data(samples.random().nextInt(3), 0, samples.bytes(4)));
        };
    return frame;
  }

  private static byte[] ask(char op, byte[] body) {
    return twin.ask(new byte[] {(byte) op}, body);
  }
}
