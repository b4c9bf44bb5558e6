package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;

/**
 * How {@code upcall_lanes_depthwise} lays out its scratch.
 *
 * @param columns that windows touch, those of whole blocks of four outputs included
 * @param scratchBytes of columns, a pixel of padding and a row of the input
 */
public record LanesWindows(int columns, int scratchBytes) {
  /** Channels that are computed together. */
  private static final int CHANNELS = 16;

  /** Four rows of them. */
  private static final int COLUMN_BYTES = 64;

  /** For a window and image that the kernel takes. */
  public static LanesWindows of(DepthwiseConv2D op) {
    Shape out = op.output().shape();
    boolean dense = op.window().strideW() == 1;
    int columns = dense ? (out.dim(2) + 1) / 2 * 2 + 2 : (out.dim(2) + 3) / 4 * 8 + 2;
    int line = dense ? op.input().shape().dim(2) * CHANNELS : 0;
    return new LanesWindows(columns, columns * COLUMN_BYTES + CHANNELS + line);
  }
}
