package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;

/**
 * Instructions of a 3x3 convolution with stride 1, as the inner loops of both its kernels have them
 * (docs/kernels.md).
 *
 * @param height of the output, as {@code width}
 * @param inputs channels, as {@code outputs}
 */
record WinogradCost(int height, int width, int inputs, int outputs) {
  private static final int TAPS = 9;
  private static final int TILES = WinogradKernels.WIDTH / 2;

  static WinogradCost of(Conv2D op) {
    Shape out = op.output().shape();
    return new WinogradCost(out.dim(1), out.dim(2), op.input().shape().dim(3), out.dim(3));
  }

  /** Groups of tiles. */
  private long groups() {
    return (long) ((height + 1) / 2)
        * ((width + WinogradKernels.WIDTH - 1) / WinogradKernels.WIDTH);
  }

  long winograd() {
    long transform = TILES * 153L * inputs / 4 + 20L * inputs;
    long products = 16L * (11 * inputs / 2 + 8) + 60;
    return groups() * (transform + outputs / 2 * (products + 2 * TILES * 62));
  }

  long direct() {
    long blocks = ((long) height * width + 2) / 3;
    long groups = (long) TAPS * inputs / 4;
    return blocks * (21 * groups + 150 + outputs / 2 * (17 * groups + 39));
  }

  /** Weights of it that the direct kernel does not need. */
  long moreBytes() {
    return (long) inputs * outputs * (2 * WinogradKernels.NUMBERS - TAPS);
  }

  /** What a byte more of weights saves. */
  double savedPerByte() {
    return (double) (direct() - winograd()) / moreBytes();
  }
}
