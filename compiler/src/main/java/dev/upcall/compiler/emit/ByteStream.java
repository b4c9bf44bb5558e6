package dev.upcall.compiler.emit;

import dev.upcall.compiler.kernel.ShortForm;
import java.io.ByteArrayOutputStream;

/**
 * Weights and forms as {@code upcall_bytes.h} reads them: one stream of bytes.
 *
 * @param weights [channels, taps]
 * @param bias what an accumulator begins with, the input's zero point folded in
 */
record ByteStream(byte[] weights, int[] bias, ShortForm form) {
  /** Channels that are multiplied together. */
  private static final int LANES = 4;

  /** For {@code upcall_bytes_vector}: fours of channels, then what is left one by one. */
  byte[] vectors() {
    return stream(LANES);
  }

  /** For {@code upcall_bytes_window}: one by one. */
  byte[] singles() {
    return stream(1);
  }

  private byte[] stream(int most) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int taps = weights.length / bias.length;
    int lanes = most;
    for (int first = 0; first < bias.length; first += lanes) {
      lanes = bias.length - first < most ? 1 : most;
      for (int tap = 0; tap < taps; tap++) {
        for (int channel = first; channel < first + lanes; channel++) {
          boolean constant = form.channels().get(channel).constant();
          out.write(constant ? 0 : weights[channel * taps + tap]);
        }
      }
      for (int channel = first; channel < first + lanes; channel++) {
        number(out, form.start(channel, bias[channel]));
        number(out, form.channels().get(channel).multiplier());
        out.write(form.shift());
      }
    }
    return out.toByteArray();
  }

  /** Little endian. */
  private static void number(ByteArrayOutputStream out, int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(value >> shift);
    }
  }
}
