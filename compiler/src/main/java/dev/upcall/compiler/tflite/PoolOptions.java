package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Window;

/** {@code table Pool2DOptions}, for both poolings. */
record PoolOptions(int kernelH, int kernelW, Window window, Activation activation) {
  /** {@code union BuiltinOptions}. */
  static final int TYPE = 5;

  static final int FIELDS = 6;

  private static final int PADDING = 0;
  private static final int STRIDE_W = 1;
  private static final int STRIDE_H = 2;
  private static final int KERNEL_W = 3;
  private static final int KERNEL_H = 4;
  private static final int ACTIVATION = 5;

  /** Reads the options of a pooling of {@code input} [N,H,W,C]. */
  static PoolOptions read(OperatorContext node, Value input) {
    if (input.shape().rank() != 4) {
      throw node.unsupported("input " + input.shape(), "[N,H,W,C]");
    }
    node.requireSameQuantization(input);
    Options options = node.options();
    int kernelH = options.extent(KERNEL_H, 0, "kernel");
    int kernelW = options.extent(KERNEL_W, 0, "kernel");
    Window window =
        new Windows(
                options.same(PADDING),
                options.extent(STRIDE_H, 0, "stride"),
                options.extent(STRIDE_W, 0, "stride"),
                1,
                1)
            .over(input.shape(), kernelH, kernelW);
    return new PoolOptions(kernelH, kernelW, window, options.activation(ACTIVATION));
  }
}
