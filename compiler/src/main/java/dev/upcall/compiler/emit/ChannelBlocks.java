package dev.upcall.compiler.emit;

/**
 * The order in which {@code upcall_dot} reads weights: output channels in blocks of 4, then one of
 * 2, then one of 1, as many as are left in a group; within a block tap by tap, so that one pointer
 * walks the weights of all its channels.
 *
 * <pre>
 *   [group][block][tap][channel within the block]
 * </pre>
 */
final class ChannelBlocks {
  private static final int LARGEST = 4;

  private ChannelBlocks() {}

  /**
   * @param weights [channels, taps]
   * @param groups runs of channels that no block crosses; divides {@code channels}
   */
  static byte[] of(byte[] weights, int channels, int groups) {
    int taps = weights.length / channels;
    int groupSize = channels / groups;
    byte[] blocks = new byte[weights.length];
    int lanes;
    for (int channel = 0; channel < channels; channel += lanes) {
      int left = groupSize - channel % groupSize;
      lanes = Math.min(LARGEST, Integer.highestOneBit(left));
      for (int tap = 0; tap < taps; tap++) {
        for (int lane = 0; lane < lanes; lane++) {
          blocks[channel * taps + tap * lanes + lane] = weights[(channel + lane) * taps + tap];
        }
      }
    }
    return blocks;
  }
}
