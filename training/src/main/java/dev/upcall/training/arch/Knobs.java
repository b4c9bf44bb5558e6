package dev.upcall.training.arch;

/**
 * How big a network of a given architecture is.
 *
 * @param width channels of the first stage; each later stage has twice as many
 * @param depth blocks per stage
 * @param stages resolutions; each stage halves the one before
 * @param stride of the first convolution
 */
public record Knobs(int width, int depth, int stages, int stride) {
  public Knobs {
    if (width < 1 || depth < 1 || stages < 1 || stride < 1) {
      throw new IllegalArgumentException("width, depth, stages and stride are at least 1");
    }
  }

  /** Channels of a stage, counted from 0. */
  int channels(int stage) {
    return width << stage;
  }
}
