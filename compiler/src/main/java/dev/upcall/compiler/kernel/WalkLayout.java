package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Window;

/**
 * How {@code upcall_depthwise_walk} lays out its scratch.
 *
 * @param pitch columns of a row of pairs
 * @param band rows of pairs that are computed together
 * @param scratchBytes of pairs and outputs
 */
public record WalkLayout(int pitch, int band, int scratchBytes) {
  /** Of four channels. */
  private static final int COLUMN_BYTES = 16;

  private static final int OUTPUT_BYTES = 4;

  /** Beyond the last pair, and the last output, that count. */
  private static final int SLACK_COLUMNS = 8;

  private static final int SLACK_OUTPUTS = 3;

  /** Larger bands save little: each repeats one row of pairs and some set-up. */
  private static final int BAND_BYTES = 3072;

  /** With a stride the output cannot take the input's place, and begins a band before it. */
  private static final int STRIDED_BAND_BYTES = 2048;

  /** For a window and image that the kernel takes. */
  public static WalkLayout of(DepthwiseConv2D op) {
    return of(op, op.output().shape().dim(1));
  }

  /** The same where no more than {@code outputRows} rows are computed at a time. */
  public static WalkLayout of(DepthwiseConv2D op, int outputRows) {
    Window window = op.window();
    int stride = window.strideW();
    int wide = op.input().shape().dim(2) + Math.max(window.padLeft(), window.padRight());
    int pitch = (wide + stride - 1) / stride * stride;
    int rows = stride == 1 ? (outputRows + 1) / 2 : outputRows;
    int bytes = stride == 1 ? BAND_BYTES : STRIDED_BAND_BYTES;
    int band = Math.max(1, Math.min(rows, bytes / (pitch * COLUMN_BYTES)));
    int pairs = ((band + 1) * pitch + SLACK_COLUMNS) * COLUMN_BYTES;
    int outputs = (band * pitch / stride + SLACK_OUTPUTS) * OUTPUT_BYTES;
    return new WalkLayout(pitch, band, pairs + outputs);
  }
}
