package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.Window;
import java.util.Arrays;

/** What a convolution's kernel sees at each output position, as a matrix. */
final class Patches {
  private Patches() {}

  /**
   * Fills {@code out} with the patches of output rows {@code firstRow} to {@code firstRow + rows},
   * [KH*KW*Cin/groups, rows * output width]; zeros in the padding.
   */
  static void gather(
      Conv2D op, float[] input, int n, int group, int firstRow, int rows, float[] out) {
    Shape in = op.input().shape();
    Shape kernel = op.weights().shape();
    Window window = op.window();
    int width = op.output().shape().dim(2);
    int depth = kernel.dim(3);
    int step = window.strideW() * in.dim(3);
    int at = 0;
    for (int ky = 0; ky < kernel.dim(1); ky++) {
      for (int kx = 0; kx < kernel.dim(2); kx++) {
        int left = kx * window.dilationW() - window.padLeft();
        int begin = Math.min(width, Math.max(0, ceilDiv(-left, window.strideW())));
        int end = Math.max(begin, Math.min(width, ceilDiv(in.dim(2) - left, window.strideW())));
        for (int c = 0; c < depth; c++) {
          for (int row = 0; row < rows; row++) {
            int y = (firstRow + row) * window.strideH() - window.padTop() + ky * window.dilationH();
            boolean inside = y >= 0 && y < in.dim(1);
            int to = inside ? end : begin;
            Arrays.fill(out, at, at + begin, 0);
            int from = ((n * in.dim(1) + y) * in.dim(2) + left) * in.dim(3) + group * depth + c;
            for (int x = begin; x < to; x++) {
              out[at + x] = input[from + x * step];
            }
            Arrays.fill(out, at + to, at + width, 0);
            at += width;
          }
        }
      }
    }
  }

  private static int ceilDiv(int a, int b) {
    return -Math.floorDiv(-a, b);
  }
}
