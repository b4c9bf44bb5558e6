package dev.upcall.compiler.ir.op;

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

  /** Output height of a kernel {@code kernelH} high over {@code inputH} rows. */
  public int outputH(int inputH, int kernelH) {
    return (inputH + padTop + padBottom - dilationH * (kernelH - 1) - 1) / strideH + 1;
  }

  /** Output width of a kernel {@code kernelW} wide over {@code inputW} columns. */
  public int outputW(int inputW, int kernelW) {
    return (inputW + padLeft + padRight - dilationW * (kernelW - 1) - 1) / strideW + 1;
  }
}
