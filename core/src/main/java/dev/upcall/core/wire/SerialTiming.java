package dev.upcall.core.wire;

/**
 * When a serial link says things again. Milliseconds.
 *
 * @param helloMs between hellos until the device's birth arrives
 * @param repeatMs from a frame to its first repetition; doubles each time
 * @param repeatMaxMs at most that long
 * @param restartAfter fruitless repetitions after which a message starts again with its first part,
 *     because the receiver may have forgotten the others
 */
public record SerialTiming(int helloMs, int repeatMs, int repeatMaxMs, int restartAfter) {
  private static final int BITS_PER_BYTE = 10;

  public SerialTiming {
    if (helloMs <= 0 || repeatMs <= 0 || repeatMaxMs < repeatMs || restartAfter <= 0) {
      throw new IllegalArgumentException("times are positive, repeatMaxMs at least repeatMs");
    }
  }

  /**
   * Times for a line of {@code baud}: a window of full frames on the way, and 250 ms for the other
   * end, which may be in the middle of a stage.
   */
  public static SerialTiming forBaud(int baud, int window) {
    long bits = (long) window * FrameCodec.MAX_BYTES * BITS_PER_BYTE;
    int line = (int) Math.min(20_000, bits * 1000 / Math.max(1, baud));
    int repeat = 250 + 2 * line;
    return new SerialTiming(250, repeat, 8 * repeat, 3);
  }
}
