package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Window;

/**
 * How far a window kernel's output has to lie before its input. Such a kernel writes the output
 * pixel by pixel, and of a pixel it may write all channels before it has read all it reads for it.
 *
 * <pre>
 *   output  |=======|=======|...            written: all up to the end of this pixel
 *           |&lt;----------clearance----------&gt;|
 *   input                                   |--read--|=====unread=====|
 * </pre>
 */
final class PixelClearance {
  private PixelClearance() {}

  /**
   * The least distance, in bytes, at which no pixel's writes reach a byte that it or a later pixel
   * reads.
   *
   * @param input [1,H,W,C] int8, as {@code output}
   */
  static int of(Shape input, Shape output, Window window) {
    return ofWholeBlocks(input, output, window, 1);
  }

  /**
   * The same for a kernel that takes up to some pixels together, beginning at any, and may write
   * all of them before it has read all it needs for the first.
   */
  static int ofRuns(Shape input, Shape output, Window window, int pixels) {
    return ofBlocks(input, output, window, 1, pixels);
  }

  /**
   * The same for a kernel that may write all of a block of pixels before it has read all it needs
   * for the first of them.
   */
  static int ofWholeBlocks(Shape input, Shape output, Window window, int block) {
    return ofBlocks(input, output, window, block, block);
  }

  /**
   * The same for a kernel that reads all it needs for a block of pixels before it writes the first
   * of them.
   *
   * @param block pixels
   */
  static int ofBlocks(Shape input, Shape output, Window window, int block) {
    return ofBlocks(input, output, window, block, 0);
  }

  /**
   * @param ahead pixels that may be written beyond the whole blocks before the one that is read for
   */
  private static int ofBlocks(Shape input, Shape output, Window window, int block, int ahead) {
    int pixelBytes = output.dim(3);
    int pixels = output.dim(1) * output.dim(2);
    long clearance = 0;
    for (int pixel = 0; pixel < pixels; pixel++) {
      int top = pixel / output.dim(2) * window.strideH() - window.padTop();
      int left = pixel % output.dim(2) * window.strideW() - window.padLeft();
      long first = ((long) Math.max(0, top) * input.dim(2) + Math.max(0, left)) * input.dim(3);
      long written = Math.min(pixels, (long) (pixel / block) * block + ahead);
      clearance = Math.max(clearance, written * pixelBytes - first);
    }
    return Math.toIntExact(clearance);
  }
}
