package dev.upcall.host.remote;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a member says about the samples of a request, the bits of its floats as they are.
 *
 * <pre>
 *    0         4              8            12
 *   +---------+--------------+------------+---------------------------------+
 *   | boot u32| classes u32  | others u32 | samples x (classes + others) f32|
 *   +---------+--------------+------------+---------------------------------+
 * </pre>
 *
 * @param boot random per start of the member's process
 * @param classes logits at the start of each row
 * @param others what was wanted besides, behind them
 * @param rows one per sample, all finite
 */
record Response(int id, long signature, int boot, int classes, int others, List<float[]> rows)
    implements MemberMessage {
  private static final int FIXED = 12;

  Response {
    rows = List.copyOf(rows);
  }

  @Override
  public int samples() {
    return rows.size();
  }

  @Override
  public MemberType type() {
    return MemberType.RESPONSE;
  }

  @Override
  public int payloadBytes() {
    return FIXED + rows.size() * Float.BYTES * (classes + others);
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.putInt(boot).putInt(classes).putInt(others);
    for (float[] row : rows) {
      for (float value : row) {
        out.putInt(Float.floatToRawIntBits(value));
      }
    }
  }

  static Response read(int id, long signature, int samples, ByteBuffer in) {
    MemberType type = MemberType.RESPONSE;
    type.requireRoom(in.remaining(), FIXED);
    int boot = in.getInt();
    long classes = Integer.toUnsignedLong(in.getInt());
    long others = Integer.toUnsignedLong(in.getInt());
    type.requireSize(in.remaining(), samples * (classes + others) * Float.BYTES);
    if (samples > 0 && classes == 0) {
      throw type.value("classes", classes, "1 or more");
    }
    if (samples == 0 && (classes != 0 || others != 0)) {
      throw type.value("classes and others", classes + " and " + others, "0 without samples");
    }
    List<float[]> rows = new ArrayList<>(samples);
    for (int i = 0; i < samples; i++) {
      float[] row = new float[(int) (classes + others)];
      for (int c = 0; c < row.length; c++) {
        row[c] = Float.intBitsToFloat(in.getInt());
        if (!Float.isFinite(row[c])) {
          throw type.value("score", row[c], "finite numbers");
        }
      }
      rows.add(row);
    }
    return new Response(id, signature, boot, (int) classes, (int) others, rows);
  }
}
