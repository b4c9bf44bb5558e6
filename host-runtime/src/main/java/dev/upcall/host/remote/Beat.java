package dev.upcall.host.remote;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A member's sign of life, retained by the broker; the id counts them. Whose it is, its topic says.
 *
 * <pre>
 *    0         4
 *   +---------+--------------+
 *   | boot u32| period ms u32|
 *   +---------+--------------+
 * </pre>
 *
 * @param boot random per start of the member's process
 * @param period until the next one
 */
record Beat(int id, long signature, int boot, Duration period) implements MemberMessage {
  private static final int BYTES = 8;
  private static final int MIN_MS = 10;
  private static final int MAX_MS = 60_000;

  @Override
  public int samples() {
    return 0;
  }

  @Override
  public MemberType type() {
    return MemberType.BEAT;
  }

  @Override
  public int payloadBytes() {
    return BYTES;
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.putInt(boot).putInt(Math.toIntExact(period.toMillis()));
  }

  static Beat read(int id, long signature, int samples, ByteBuffer in) {
    MemberType type = MemberType.BEAT;
    type.requireSize(in.remaining(), BYTES);
    int boot = in.getInt();
    long period = Integer.toUnsignedLong(in.getInt());
    if (samples != 0) {
      throw type.value("samples", samples, "0");
    }
    if (period < MIN_MS || period > MAX_MS) {
      throw type.value("period", period, MIN_MS + " to " + MAX_MS + " ms");
    }
    return new Beat(id, signature, boot, Duration.ofMillis(period));
  }
}
