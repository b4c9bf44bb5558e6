package dev.upcall.core.wire;

import java.nio.ByteBuffer;

/**
 * A device asks the tier above.
 *
 * <pre>
 *    0           2           4                 4 + count
 *   +-----------+-----------+-----------------+----------------------+
 *   | class u16 | count u16 | scores int8     | input int8           |
 *   +-----------+-----------+-----------------+----------------------+
 * </pre>
 *
 * @param classIndex what the device alone would say
 * @param scores its int8 logits, one per class
 * @param input the ladder's int8 input, or the feature map at the boundary that the header's stage
 *     names
 */
public record UpcallRequest(Header header, int classIndex, Bytes scores, Bytes input)
    implements KnownMessage {
  private static final int FIXED_BYTES = 4;

  public UpcallRequest {
    Scored.require(classIndex, scores);
  }

  @Override
  public MessageType type() {
    return MessageType.UPCALL;
  }

  @Override
  public int payloadBytes() {
    return FIXED_BYTES + scores.length() + input.length();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.putShort((short) classIndex).putShort((short) scores.length());
    scores.write(out);
    input.write(out);
  }

  static UpcallRequest read(Header header, ByteBuffer in) {
    MessageType type = MessageType.UPCALL;
    if (in.remaining() < FIXED_BYTES) {
      throw type.size(in.remaining(), FIXED_BYTES + " bytes or more");
    }
    int classIndex = in.getShort() & 0xffff;
    int count = in.getShort() & 0xffff;
    if (in.remaining() <= count) {
      throw type.size(FIXED_BYTES + in.remaining(), count + " scores and an input");
    }
    Scored.require(type, "class", classIndex, count);
    Bytes scores = Bytes.take(in, count);
    return new UpcallRequest(header, classIndex, scores, Bytes.take(in, in.remaining()));
  }
}
