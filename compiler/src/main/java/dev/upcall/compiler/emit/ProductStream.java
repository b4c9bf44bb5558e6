package dev.upcall.compiler.emit;

import dev.upcall.compiler.kernel.ProductRows;
import dev.upcall.compiler.kernel.ShortForm;
import dev.upcall.compiler.kernel.ShortForm.Channel;
import java.util.Optional;

/**
 * Weights as {@code upcall_products.h} reads them: one stream of words, block of channels by block
 * of channels, that holds biases and multipliers too.
 *
 * @param weights [channels, rows, run], none of them -128
 * @param bias what an accumulator begins with, the input's zero point folded in
 * @param lanes channels of a block, at most those there are
 * @param groupMultiple groups of a channel are filled up to a multiple of it
 * @param form empty for raw accumulators
 */
record ProductStream(
    byte[] weights, int[] bias, int rows, int lanes, int groupMultiple, Optional<ShortForm> form) {
  private static final int FREE_BITS = 8;

  /** Subtracted from inputs 1 and 3 of a group. */
  private static final int ODD_OFFSET = 127;

  private int channels() {
    return bias.length;
  }

  private int taps() {
    return weights.length / channels();
  }

  private ProductRows layout() {
    return new ProductRows(rows, taps() / rows);
  }

  /** Groups of a channel. */
  int groups() {
    return (layout().groups() + groupMultiple - 1) / groupMultiple * groupMultiple;
  }

  /** Whole blocks of channels. */
  int blocks() {
    return channels() / lanes;
  }

  /** All blocks; if the channels leave a remainder, the last channels make one more. */
  int[] words() {
    boolean remainder = channels() % lanes != 0;
    int perChannel = groups() + 1 + form.map(f -> f.signed() ? 2 : 1).orElse(0);
    int[] words = new int[(blocks() + (remainder ? 1 : 0)) * lanes * perChannel];
    int at = 0;
    for (int block = 0; at < words.length; block++) {
      int first = Math.min(block * lanes, channels() - lanes);
      for (int lane = 0; lane < lanes; lane++) {
        words[at++] = start(first + lane);
      }
      for (int group = 0; group < groups(); group++) {
        for (int lane = 0; lane < lanes; lane++) {
          words[at++] = word(first + lane, group);
        }
      }
      for (int lane = 0; lane < lanes && form.isPresent(); lane++) {
        words[at++] = form.get().channels().get(first + lane).multiplier();
      }
      for (int lane = 0; lane < lanes && form.isPresent() && form.get().signed(); lane++) {
        words[at++] = form.get().channels().get(first + lane).correction();
      }
    }
    return words;
  }

  /** What a channel begins with: 256 * (bias + 127 * sum of odd weights) + delta, wrapping. */
  int start(int channel) {
    int sum = bias[channel];
    for (int group = 0; group < groups(); group++) {
      sum += ODD_OFFSET * (weight(channel, group, 1) + weight(channel, group, 3));
    }
    int total = sum;
    return form.map(f -> f.start(channel, total)).orElse(total << FREE_BITS);
  }

  /** A channel's weights of a group. */
  int word(int channel, int group) {
    if (isConstant(channel)) {
      return 0;
    }
    int low = (weight(channel, group, 1) << FREE_BITS) + weight(channel, group, 0);
    int high = (weight(channel, group, 3) << FREE_BITS) + weight(channel, group, 2);
    return low & 0xffff | high << 16;
  }

  private boolean isConstant(int channel) {
    return form.map(f -> f.channels().get(channel)).filter(Channel::constant).isPresent();
  }

  /** 0 where a group is filled up. */
  private int weight(int channel, int group, int index) {
    int tap = layout().tap(group, index);
    return tap < 0 ? 0 : weights[channel * taps() + tap];
  }
}
