package dev.upcall.compiler.emit;

import dev.upcall.compiler.kernel.QuadsKernels;
import dev.upcall.compiler.kernel.ShortForm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Weights as {@code upcall_quads.h} reads them: one stream of words, block of channels by block of
 * channels, each with the records of its channels behind it.
 *
 * @param weights [channels, taps], none of them -128
 * @param bias what an accumulator begins with, the input's zero point folded in
 */
record QuadsStream(byte[] weights, int[] bias, ShortForm form) {
  private static final int LANES = QuadsKernels.LANES;

  /** Channels of a block of {@code upcall_quads_1x16} as long as there are so many. */
  private static final int WIDE = 16;

  /** What {@code upcall_quads_1x16} takes its weights raised by. */
  private static final int RAISED = 128;

  /** What a run of two taps is raised by, in a scaled accumulator. */
  private static final int RUN = 1 << 23;

  int channels() {
    return bias.length;
  }

  boolean signed() {
    return QuadsKernels.signed(form);
  }

  private int taps() {
    return weights.length / channels();
  }

  /** Taps with those that fill up, whose weights are 0. */
  int filled() {
    return QuadsKernels.filled(taps());
  }

  /** For {@code upcall_quads_4x4}: four channels at a time, those that are left one at a time. */
  int[] quads() {
    ByteBuffer words = buffer(channels());
    for (int first = 0; first < channels(); ) {
      int count = channels() - first < LANES ? 1 : LANES;
      for (int tap = 0; tap < filled(); tap += 2) {
        for (int channel = first; channel < first + count; channel++) {
          words.put((byte) weight(channel, tap)).put((byte) weight(channel, tap + 1));
        }
      }
      for (int channel = first; channel < first + count; channel++) {
        putRecord(words, channel, 0);
      }
      first += count;
    }
    return ints(words);
  }

  /**
   * For {@code upcall_quads_1x16}: if channels are no multiple of four, the last four make one more
   * block.
   */
  int[] vectors() {
    ByteBuffer words = buffer((channels() + LANES - 1) / LANES * LANES);
    int whole = channels() / LANES * LANES;
    for (int first = 0; first < channels(); ) {
      int count = whole - first >= WIDE ? WIDE : LANES;
      putVectors(words, Math.min(first, channels() - count), count);
      first += count;
    }
    return ints(words);
  }

  private void putVectors(ByteBuffer words, int first, int count) {
    for (int tap = 0; tap < filled(); tap++) {
      for (int channel = first; channel < first + count; channel++) {
        words.put((byte) (weight(channel, tap) + RAISED));
      }
    }
    for (int lane = 0; lane < count; lane++) {
      boolean lower = lane % LANES < LANES / 2;
      putRecord(words, first + lane, lower ? filled() / 2 * RUN : 0);
    }
  }

  private void putRecord(ByteBuffer words, int channel, int raised) {
    ShortForm.Channel scaling = form.channels().get(channel);
    words.putInt(form.start(channel, bias[channel]) - raised).putInt(scaling.multiplier());
    if (signed()) {
      words.putInt(scaling.correction());
    }
  }

  private int weight(int channel, int tap) {
    boolean counts = tap < taps() && !form.channels().get(channel).constant();
    return counts ? weights[channel * taps() + tap] : 0;
  }

  private ByteBuffer buffer(int channels) {
    int bytes = channels * (filled() + Integer.BYTES * (signed() ? 3 : 2));
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int[] ints(ByteBuffer words) {
    int[] ints = new int[words.capacity() / Integer.BYTES];
    words.flip().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ints);
    return ints;
  }
}
