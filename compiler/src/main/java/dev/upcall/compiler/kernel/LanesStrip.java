package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.op.Conv2D;

/**
 * How {@code upcall_lanes_conv2d} copies its inputs.
 *
 * @param segment output pixels of a row whose inputs are copied together; 0: none are, windows
 *     being one pixel that is never outside the image
 * @param bytes of the strip, of two windows, and of a pixel of padding
 */
public record LanesStrip(int segment, int bytes) {
  /** Of columns that are there at once, unless three pixels need more. */
  private static final int STRIP_BYTES = 2048;

  private static final int PIXELS = 3;

  public static LanesStrip of(Conv2D op) {
    int channels = op.input().shape().dim(3);
    int height = op.weights().shape().dim(1);
    int width = op.weights().shape().dim(2);
    if (height == 1 && width == 1 && !op.window().pads()) {
      return new LanesStrip(0, 0);
    }
    int column = height * channels;
    int segment = op.output().shape().dim(2);
    if (bytes(op, segment) > STRIP_BYTES) {
      int columns = STRIP_BYTES / column;
      int pixels = columns < width ? 0 : (columns - width) / op.window().strideW() + 1;
      segment = Math.min(segment, Math.max(PIXELS, pixels / PIXELS * PIXELS));
    }
    return new LanesStrip(segment, bytes(op, segment) + (PIXELS - 1) * width * column + channels);
  }

  private static int bytes(Conv2D op, int segment) {
    int columns = op.window().strideW() * (segment - 1) + op.weights().shape().dim(2);
    return columns * op.weights().shape().dim(1) * op.input().shape().dim(3);
  }
}
