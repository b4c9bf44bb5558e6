package dev.upcall.training.arch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

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

  /** Of a batch of maps [N,C,H,W]. */
  static MapShape of(NDArray maps) {
    Shape shape = maps.getShape();
    return new MapShape((int) shape.get(1), (int) shape.get(2), (int) shape.get(3));
  }

  /** Elements of one sample. */
  public int size() {
    return channels * height * width;
  }

  /** As ONNX Runtime is told: [C,H,W]. */
  public long[] dimensions() {
    return new long[] {channels, height, width};
  }

  /** The map after a window has slid over this one, with {@code outputs} channels. */
  MapShape slide(int outputs, Window window) {
    Extent kernel = window.kernel();
    Extent stride = window.stride();
    Extent padding = window.padding();
    return new MapShape(
        outputs,
        Math.floorDiv(height + 2 * padding.rows() - kernel.rows(), stride.rows()) + 1,
        Math.floorDiv(width + 2 * padding.columns() - kernel.columns(), stride.columns()) + 1);
  }

  @Override
  public String toString() {
    return "[" + channels + "," + height + "," + width + "]";
  }
}
