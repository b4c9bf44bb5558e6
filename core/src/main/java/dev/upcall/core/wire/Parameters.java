package dev.upcall.core.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * New values of the parameters of a stage's policy (the header's stage), in the order of the
 * policy's fields.
 *
 * <pre>
 *    0           2           4
 *   +-----------+-----------+------------------+
 *   | count u16 | 0         | values f32       |   4 + 4 * count
 *   +-----------+-----------+------------------+
 * </pre>
 *
 * @param values finite
 */
public record Parameters(Header header, List<Float> values) implements Message {
  private static final int FIXED_BYTES = 4;

  public Parameters {
    values = List.copyOf(values);
    if (values.size() > 0xffff || !values.stream().allMatch(Float::isFinite)) {
      throw new IllegalArgumentException("parameters are finite, at most 65535: " + values);
    }
  }

  @Override
  public MessageType type() {
    return MessageType.PARAMETERS;
  }

  @Override
  public int payloadBytes() {
    return FIXED_BYTES + Float.BYTES * values.size();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.putShort((short) values.size()).putShort((short) 0);
    values.forEach(out::putFloat);
  }

  static Parameters read(Header header, ByteBuffer in) {
    MessageType type = MessageType.PARAMETERS;
    if (in.remaining() < FIXED_BYTES) {
      throw type.size(in.remaining(), FIXED_BYTES + " bytes or more");
    }
    int count = in.getShort() & 0xffff;
    int zero = in.getShort() & 0xffff;
    type.requireSize(FIXED_BYTES + in.remaining(), FIXED_BYTES + Float.BYTES * count);
    if (zero != 0) {
      throw type.value("reserved", zero, "0");
    }
    List<Float> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      float value = in.getFloat();
      if (!Float.isFinite(value)) {
        throw type.value("value " + i, value, "a finite number");
      }
      values.add(value);
    }
    return new Parameters(header, values);
  }
}
