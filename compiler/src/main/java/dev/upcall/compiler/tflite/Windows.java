package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Window;

/**
 * How a kernel slides, from the schema's SAME or VALID. TFLite's {@code ComputeOutSize} and {@code
 * ComputePaddingWithOffset} ({@code kernels/padding.h}): with SAME the output has ceil(input /
 * stride) elements; of the padding it needs, the odd one goes behind.
 *
 * @param same SAME, else VALID
 */
record Windows(boolean same, int strideH, int strideW, int dilationH, int dilationW) {
  Window over(Shape input, int kernelH, int kernelW) {
    int high = same ? padding(input.dim(1), kernelH, strideH, dilationH) : 0;
    int wide = same ? padding(input.dim(2), kernelW, strideW, dilationW) : 0;
    return new Window(
        strideH,
        strideW,
        dilationH,
        dilationW,
        high / 2,
        high - high / 2,
        wide / 2,
        wide - wide / 2);
  }

  private static int padding(int input, int kernel, int stride, int dilation) {
    long reach = (long) dilation * (kernel - 1) + 1;
    long output = (input + stride - 1L) / stride;
    return Math.toIntExact(Math.max(0, (output - 1) * stride + reach - input));
  }
}
