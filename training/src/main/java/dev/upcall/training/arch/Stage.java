package dev.upcall.training.arch;

/**
 * A run of equal blocks of a network.
 *
 * @param channels of what each block computes
 * @param blocks at least one
 * @param stride of the first block; the others keep the map's size
 */
public record Stage(int channels, int blocks, int stride) {
  public Stage {
    if (channels < 1 || blocks < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "stage of " + channels + " channels, " + blocks + " blocks, stride " + stride);
    }
  }

  /** Stride of a block, counted from 0. */
  int stride(int block) {
    return block == 0 ? stride : 1;
  }

  /** The next stage where nothing else is said: half the size, twice the channels. */
  Stage doubled() {
    return new Stage(2 * channels, blocks, 2);
  }
}
