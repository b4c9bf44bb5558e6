package dev.upcall.host.remote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Why a member does not answer a request.
 *
 * <pre>
 *    0         4        5        6
 *   +---------+--------+--------+-------------+
 *   | boot u32| reason | length | text, UTF-8 |
 *   +---------+--------+--------+-------------+
 * </pre>
 *
 * @param boot random per start of the member's process
 * @param text for people
 */
record Refusal(int id, long signature, int boot, Reason reason, String text)
    implements MemberMessage {
  private static final int FIXED = 6;
  private static final int MAX_TEXT = 255;

  /** In the order of their numbers on the wire. */
  enum Reason {
    /** As many requests wait as may. */
    BUSY,
    /** It is another project's, another member's, or of another size. */
    UNFIT,
    /** The model failed. */
    FAILED
  }

  Refusal {
    text = shortened(text);
  }

  /** What fits, without half a character at its end. */
  private static String shortened(String text) {
    String cut = text.substring(0, Math.min(text.length(), MAX_TEXT));
    while (cut.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut;
  }

  @Override
  public int samples() {
    return 0;
  }

  @Override
  public MemberType type() {
    return MemberType.REFUSAL;
  }

  @Override
  public int payloadBytes() {
    return FIXED + text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public void writePayload(ByteBuffer out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putInt(boot).put((byte) reason.ordinal()).put((byte) bytes.length).put(bytes);
  }

  static Refusal read(int id, long signature, int samples, ByteBuffer in) {
    MemberType type = MemberType.REFUSAL;
    type.requireRoom(in.remaining(), FIXED);
    int boot = in.getInt();
    int reason = in.get() & 0xff;
    int length = in.get() & 0xff;
    type.requireSize(in.remaining(), length);
    if (samples != 0) {
      throw type.value("samples", samples, "0");
    }
    if (reason >= Reason.values().length) {
      throw type.value("reason", reason, "0 to " + (Reason.values().length - 1));
    }
    byte[] text = new byte[length];
    in.get(text);
    return new Refusal(
        id, signature, boot, Reason.values()[reason], new String(text, StandardCharsets.UTF_8));
  }
}
