package dev.upcall.core.wire;

import java.nio.ByteBuffer;

/**
 * What the ladder, and perhaps the host behind it, made of a {@link Sample} with the same sequence.
 *
 * <pre>
 *    0        1        2           4                  6           8
 *   +--------+--------+-----------+------------------+-----------+-------------+
 *   | source | 0      | class u16 | device class u16 | count u16 | scores int8 |
 *   +--------+--------+-----------+------------------+-----------+-------------+
 * </pre>
 *
 * @param source who answered
 * @param classIndex the answer
 * @param deviceClass what the device alone would have said
 * @param scores the device's int8 logits, one per class
 */
public record Result(Header header, Source source, int classIndex, int deviceClass, Bytes scores)
    implements KnownMessage {
  private static final int FIXED_BYTES = 8;

  /** Who answered; the ordinals are on the wire and those of the C enum upcall_source_t. */
  public enum Source {
    /** The device was confident. */
    LOCAL,
    /** The host answered an upcall. */
    ANSWERED,
    /** The host was silent until the deadline. */
    DEGRADED
  }

  public Result {
    Scored.require(classIndex, scores);
    Scored.require(deviceClass, scores);
  }

  @Override
  public MessageType type() {
    return MessageType.RESULT;
  }

  @Override
  public int payloadBytes() {
    return FIXED_BYTES + scores.length();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.put((byte) source.ordinal()).put((byte) 0);
    out.putShort((short) classIndex).putShort((short) deviceClass);
    out.putShort((short) scores.length());
    scores.write(out);
  }

  static Result read(Header header, ByteBuffer in) {
    MessageType type = MessageType.RESULT;
    if (in.remaining() < FIXED_BYTES) {
      throw type.size(in.remaining(), FIXED_BYTES + " bytes or more");
    }
    int source = in.get() & 0xff;
    int zero = in.get() & 0xff;
    int classIndex = in.getShort() & 0xffff;
    int deviceClass = in.getShort() & 0xffff;
    int count = in.getShort() & 0xffff;
    type.requireSize(FIXED_BYTES + in.remaining(), FIXED_BYTES + count);
    if (source >= Source.values().length) {
      throw type.value("source", source, "less than " + Source.values().length);
    }
    if (zero != 0) {
      throw type.value("reserved", zero, "0");
    }
    Scored.require(type, "class", classIndex, count);
    Scored.require(type, "device class", deviceClass, count);
    Bytes scores = Bytes.take(in, count);
    return new Result(header, Source.values()[source], classIndex, deviceClass, scores);
  }
}
