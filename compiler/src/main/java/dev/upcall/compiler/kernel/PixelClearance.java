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
    return ofBlocks(input, output, window, 1);
  }

  /**
   * The same for a kernel that reads all it needs for a block of pixels before it writes the first
   * of them.
   *
   * @param block pixels, 1 if it may write a pixel while it reads for it
   */
  static int ofBlocks(Shape input, Shape output, Window window, int block) {
    int pixelBytes = output.dim(3);
    int pixels = output.dim(1) * output.dim(2);
    long clearance = 0;
    long firstRead = Long.MAX_VALUE;
    for (int pixel = pixels - 1; pixel >= 0; pixel--) {
      int top = pixel / output.dim(2) * window.strideH() - window.padTop();
      int left = pixel % output.dim(2) * window.strideW() - window.padLeft();
      long first = ((long) Math.max(0, top) * input.dim(2) + Math.max(0, left)) * input.dim(3);
      if (block == 1) {
        firstRead = Math.min(firstRead, first);
        clearance = Math.max(clearance, (pixel + 1L) * pixelBytes - firstRead);
      } else {
        // Until this pixel is read, only whole blocks before it are written.
        clearance = Math.max(clearance, (long) (pixel / block) * block * pixelBytes - first);
      }
    }
    return Math.toIntExact(clearance);
  }
}
