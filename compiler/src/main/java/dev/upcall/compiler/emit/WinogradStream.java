package dev.upcall.compiler.emit;

import dev.upcall.compiler.kernel.ShortForm;
import dev.upcall.compiler.kernel.WinogradKernels;

/**
 * Weights as {@code upcall_winograd_conv2d.h} reads them: kernels transformed, pair of output
 * channels by pair, each followed by what its outputs are scaled with.
 *
 * @param weights [channels, 3, 3, inputs]
 * @param bias what an accumulator begins with, the input's zero point folded in
 */
record WinogradStream(byte[] weights, int[] bias, ShortForm form) {
  private static final int LANES = 2;
  private static final int KERNEL = 3;

  /** 2 G, by which a kernel is multiplied from both sides. */
  private static final int[][] TRANSFORM = {{2, 0, 0}, {1, 1, 1}, {1, -1, 1}, {0, 0, 2}};

  private int inputs() {
    return weights.length / bias.length / (KERNEL * KERNEL);
  }

  int[] words() {
    int perChannel = WinogradKernels.NUMBERS * inputs() / 2 + (form.signed() ? 3 : 2);
    int[] words = new int[bias.length * perChannel];
    int at = 0;
    for (int first = 0; first < bias.length; first += LANES) {
      for (int number = 0; number < WinogradKernels.NUMBERS; number++) {
        for (int step = 0; step < inputs() / 2; step++) {
          int input = step / 2 * 4 + step % 2;
          for (int lane = 0; lane < LANES; lane++) {
            int low = transformed(first + lane, input, number);
            int high = transformed(first + lane, input + 2, number);
            words[at++] = low & 0xffff | high << 16;
          }
        }
      }
      for (int lane = 0; lane < LANES; lane++) {
        words[at++] = form.start(first + lane, bias[first + lane]);
      }
      for (int lane = 0; lane < LANES; lane++) {
        words[at++] = form.channels().get(first + lane).multiplier();
      }
      for (int lane = 0; lane < LANES && form.signed(); lane++) {
        words[at++] = form.channels().get(first + lane).correction();
      }
    }
    return words;
  }

  /** One of the 16 numbers of a kernel; at most 9 * 127. */
  private int transformed(int channel, int input, int number) {
    if (form.channels().get(channel).constant()) {
      return 0;
    }
    int[] down = TRANSFORM[number / 4];
    int[] across = TRANSFORM[number % 4];
    int sum = 0;
    for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
      int weight = weights[(channel * KERNEL * KERNEL + tap) * inputs() + input];
      sum += down[tap / KERNEL] * across[tap % KERNEL] * weight;
    }
    return sum;
  }
}
