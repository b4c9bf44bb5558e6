package dev.upcall.compiler.emit;

import dev.upcall.compiler.kernel.ScalarKernels;
import dev.upcall.compiler.kernel.ShortForm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Weights as {@code upcall_scalar.h} reads them: one stream of words, block of channels by block of
 * channels, that holds starts, multipliers and corrections too.
 *
 * @param weights [channels, taps], none of them -128
 * @param bias what an accumulator begins with, the input's zero point folded in
 */
record ScalarStream(byte[] weights, int[] bias, ShortForm form) {
  /** Channels of a block of {@code upcall_scalar_1x4}. */
  static final int LANES = 4;

  /** What {@code upcall_scalar_1x4} takes its inputs raised by. */
  static final int RAISED = 128;

  int channels() {
    return bias.length;
  }

  private int taps() {
    return weights.length / channels();
  }

  /** Taps with those that fill up, whose weights are 0. */
  int filled() {
    return ScalarKernels.filled(taps());
  }

  /** For {@code upcall_scalar_4x1}: channel by channel. */
  int[] singles() {
    ByteBuffer words = buffer(channels() * perChannel());
    for (int channel = 0; channel < channels(); channel++) {
      for (int tap = 0; tap < filled(); tap++) {
        words.put((byte) weight(channel, tap));
      }
      putForm(words, channel, 1);
    }
    return ints(words);
  }

  /** For {@code upcall_scalar_1x4}: if channels leave a remainder, the last four make one more. */
  int[] fours() {
    int blocks = (channels() + LANES - 1) / LANES;
    ByteBuffer words = buffer(blocks * LANES * perChannel());
    for (int block = 0; block < blocks; block++) {
      int first = Math.min(block * LANES, channels() - LANES);
      for (int tap = 0; tap < filled(); tap++) {
        for (int lane = first; lane < first + LANES; lane += 2) {
          words.putShort((short) (256 * weight(lane + 1, tap) + weight(lane, tap)));
        }
      }
      putForm(words, first, LANES);
    }
    return ints(words);
  }

  private void putForm(ByteBuffer words, int first, int count) {
    for (int channel = first; channel < first + count; channel++) {
      words.putInt(form.start(channel, bias[channel]));
    }
    for (int channel = first; channel < first + count; channel++) {
      words.putInt(form.channels().get(channel).multiplier());
    }
    for (int channel = first; channel < first + count && form.signed(); channel++) {
      words.putInt(form.channels().get(channel).correction());
    }
  }

  private int weight(int channel, int tap) {
    boolean counts = tap < taps() && !form.channels().get(channel).constant();
    return counts ? weights[channel * taps() + tap] : 0;
  }

  /** Words. */
  private int perChannel() {
    return filled() / Integer.BYTES + (form.signed() ? 3 : 2);
  }

  private static ByteBuffer buffer(int words) {
    return ByteBuffer.allocate(Integer.BYTES * words).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int[] ints(ByteBuffer words) {
    int[] ints = new int[words.capacity() / Integer.BYTES];
    words.flip().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ints);
    return ints;
  }
}
