package dev.upcall.core.wire;

import java.nio.ByteBuffer;

/**
 * The host's answer to the upcall whose device, boot and sequence the header repeats.
 *
 * <pre>
 *    0           2           4                8             12
 *   +-----------+-----------+----------------+--------------+
 *   | class u16 | 0         | confidence f32 | members u32  |
 *   +-----------+-----------+----------------+--------------+
 * </pre>
 *
 * @param classIndex index into the manifest's classes
 * @param confidence 0 to 1
 * @param members bit i is set when host member i took part (manifest order, the first 32)
 */
public record Answer(Header header, int classIndex, float confidence, int members)
    implements KnownMessage {
  private static final int PAYLOAD_BYTES = 12;

  public Answer {
    if (classIndex < 0 || classIndex > 0xffff || !(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("class " + classIndex + ", confidence " + confidence);
    }
    // One zero on the wire: minus zero would be refused by devices, which look at the bits.
    confidence = confidence == 0 ? 0f : confidence;
  }

  @Override
  public MessageType type() {
    return MessageType.ANSWER;
  }

  @Override
  public int payloadBytes() {
    return PAYLOAD_BYTES;
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.putShort((short) classIndex).putShort((short) 0);
    out.putInt(Float.floatToRawIntBits(confidence)).putInt(members);
  }

  static Answer read(Header header, ByteBuffer in) {
    MessageType type = MessageType.ANSWER;
    type.requireSize(in.remaining(), PAYLOAD_BYTES);
    int classIndex = in.getShort() & 0xffff;
    int zero = in.getShort() & 0xffff;
    int confidence = in.getInt();
    if (zero != 0) {
      throw type.value("reserved", zero, "0");
    }
    // The bits of the floats from 0 to 1 are the integers from 0 to those of 1.
    if (confidence < 0 || confidence > Float.floatToRawIntBits(1f)) {
      throw type.value("confidence", Float.intBitsToFloat(confidence), "0 to 1");
    }
    return new Answer(header, classIndex, Float.intBitsToFloat(confidence), in.getInt());
  }
}
