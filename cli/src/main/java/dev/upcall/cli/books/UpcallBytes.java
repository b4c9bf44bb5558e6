package dev.upcall.cli.books;

import dev.upcall.compiler.board.PowerProfile.Framing;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.SerialFramer;
import dev.upcall.core.wire.UpcallRequest;
import java.util.List;
import java.util.Random;

/**
 * Bytes that an upcall and its answer put on the link, from messages encoded as devices encode
 * them.
 *
 * @param up sent by the device: the upcall, and what it acknowledges
 * @param down received by it
 */
public record UpcallBytes(long up, long down) {
  /** An acknowledgement, docs/wire.md: 10 bytes, COBS's one more, two delimiters. */
  private static final int SERIAL_ACK = 13;

  /** Type and length, topic and its length, packet id, no properties: MQTT 5, 3.3. */
  private static final int PUBLISH = 4 + 2 + "upcall/v1/site/device-1/down".length() + 2 + 1;

  /** Type, length, packet id: MQTT 5, 3.4. */
  private static final int PUBACK = 4;

  /** IPv4 and TCP without options. */
  private static final int TCP = 40;

  /** Most bytes of a TCP segment in Ethernet's frames. */
  private static final int SEGMENT = 1460;

  /**
   * Of a device.
   *
   * @param carried bytes of an input or a feature map
   * @param classes one score each
   */
  public static UpcallBytes of(Framing framing, int carried, int classes) {
    Header header = new Header(1, 2, 3, 4L, 0, 0);
    byte[] sample = new byte[carried];
    // Any bytes: COBS adds one to 254, however many zeros there are.
    new Random(1).nextBytes(sample);
    Message upcall = new UpcallRequest(header, 0, Bytes.of(new byte[classes]), Bytes.of(sample));
    Message answer = new Answer(header, 0, 0.5f, 1);
    return framing == Framing.SERIAL ? serial(upcall, answer) : mqtt(upcall, answer);
  }

  private static UpcallBytes serial(Message upcall, Message answer) {
    List<byte[]> up = SerialFramer.frames(MessageCodec.encode(upcall));
    List<byte[]> down = SerialFramer.frames(MessageCodec.encode(answer));
    return new UpcallBytes(
        lines(up) + (long) SERIAL_ACK * down.size(), lines(down) + (long) SERIAL_ACK * up.size());
  }

  private static long lines(List<byte[]> frames) {
    return frames.stream().mapToLong(frame -> SerialFramer.line(frame).length).sum();
  }

  private static UpcallBytes mqtt(Message upcall, Message answer) {
    return new UpcallBytes(
        segments(PUBLISH + upcall.bytes()) + segments(PUBACK),
        segments(PUBLISH + answer.bytes()) + segments(PUBACK));
  }

  private static long segments(int bytes) {
    return bytes + (long) TCP * ((bytes + SEGMENT - 1) / SEGMENT);
  }
}
