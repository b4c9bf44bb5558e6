package dev.upcall.compiler.emit;

/**
 * Weights of 4 bits, two in a byte: the first in its lower half, its neighbour in the upper one.
 * The last of an odd number of channels has the lower half of a byte for itself, so that every
 * channel's weights begin with a byte.
 */
final class BytePairs {
  private BytePairs() {}

  /**
   * @param blocks as {@link ChannelBlocks} orders them; elements -8..7
   * @param groups as given to it
   */
  static byte[] ofBlocks(byte[] blocks, int channels, int groups) {
    int taps = blocks.length / channels;
    int groupSize = channels / groups;
    int paired = groupSize / 2 * taps;
    byte[] packed = new byte[groups * ((groupSize + 1) / 2) * taps];
    int to = 0;
    for (int group = 0; group < groups; group++) {
      int from = group * groupSize * taps;
      for (int i = 0; i < paired; i++) {
        packed[to++] = pair(blocks[from + 2 * i], blocks[from + 2 * i + 1]);
      }
      for (int i = 2 * paired; i < groupSize * taps; i++) {
        packed[to++] = pair(blocks[from + i], (byte) 0);
      }
    }
    return packed;
  }

  /**
   * @param weights [taps, channels], -8..7
   */
  static byte[] ofRows(byte[] weights, int channels) {
    int width = (channels + 1) / 2;
    int taps = weights.length / channels;
    byte[] packed = new byte[taps * width];
    for (int tap = 0; tap < taps; tap++) {
      for (int i = 0; i < width; i++) {
        int at = tap * channels + 2 * i;
        byte second = 2 * i + 1 < channels ? weights[at + 1] : 0;
        packed[tap * width + i] = pair(weights[at], second);
      }
    }
    return packed;
  }

  private static byte pair(byte low, byte high) {
    return (byte) (low & 0x0f | high << 4);
  }
}
