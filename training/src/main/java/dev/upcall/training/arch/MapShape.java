package dev.upcall.training.arch;

/**
 * Shape of one sample's feature map, without the batch: [C,H,W].
 *
 * @param channels &gt; 0
 * @param height &gt; 0
 * @param width &gt; 0
 */
public record MapShape(int channels, int height, int width) {
  public MapShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "empty feature map [" + channels + "," + height + "," + width + "]");
    }
  }

  /** Elements of one sample. */
  public int size() {
    return channels * height * width;
  }

  /**
   * The map after a square window has slid over this one.
   *
   * @param outputs channels of the result
   * @param padding rows and columns of padding on each side
   */
  MapShape slide(int outputs, int kernel, int stride, int padding) {
    return new MapShape(
        outputs,
        Math.floorDiv(height + 2 * padding - kernel, stride) + 1,
        Math.floorDiv(width + 2 * padding - kernel, stride) + 1);
  }

  @Override
  public String toString() {
    return "[" + channels + "," + height + "," + width + "]";
  }
}
