package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.ShapeException;

/** How a kernel slides over [H,W]: strides, dilations and padding in elements. */
public record Window(
    int strideH,
    int strideW,
    int dilationH,
    int dilationW,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight) {
  public Window {
    if (strideH < 1 || strideW < 1 || dilationH < 1 || dilationW < 1) {
      throw new IllegalArgumentException("stride and dilation are at least 1");
    }
    if (padTop < 0 || padBottom < 0 || padLeft < 0 || padRight < 0) {
      throw new IllegalArgumentException("padding is not negative");
    }
  }

  /** No padding, stride and dilation 1. */
  public static Window unit() {
    return new Window(1, 1, 1, 1, 0, 0, 0, 0);
  }

  /** Whether taps can lie outside the image. */
  public boolean pads() {
    return padTop > 0 || padBottom > 0 || padLeft > 0 || padRight > 0;
  }

  /** Output height of a kernel {@code kernelH} high over {@code inputH} rows. */
  public int outputH(int inputH, int kernelH) {
    return output(inputH, kernelH, strideH, dilationH, (long) padTop + padBottom);
  }

  /** Output width of a kernel {@code kernelW} wide over {@code inputW} columns. */
  public int outputW(int inputW, int kernelW) {
    return output(inputW, kernelW, strideW, dilationW, (long) padLeft + padRight);
  }

  /** Whether every window of a kernel of that size has a tap in an image of that size. */
  boolean meets(int inputH, int inputW, int kernelH, int kernelW) {
    return meets(inputH, outputH(inputH, kernelH), kernelH, strideH, dilationH, padTop)
        && meets(inputW, outputW(inputW, kernelW), kernelW, strideW, dilationW, padLeft);
  }

  private static boolean meets(
      int input, int outputs, int kernel, int stride, int dilation, int before) {
    for (int i = 0; i < outputs; i++) {
      long start = (long) i * stride - before;
      // The first tap that is not in the padding before the image.
      long tap = start < 0 ? (-start + dilation - 1) / dilation : 0;
      if (tap >= kernel || start + tap * dilation >= input) {
        return false;
      }
    }
    return true;
  }

  private static int output(int input, int kernel, int stride, int dilation, long padding) {
    long last = input + padding - (long) dilation * (kernel - 1) - 1;
    if (kernel < 1 || last < 0) {
      throw new ShapeException(
          "a kernel of "
              + kernel
              + " (dilation "
              + dilation
              + ") does not fit in "
              + input
              + " + "
              + padding
              + " padded elements");
    }
    return Math.toIntExact(last / stride + 1);
  }
}
