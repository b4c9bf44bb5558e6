package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Window;

/** The loop that max and average pooling of [N,H,W,C] share. */
abstract class PoolFloat {
  /** The state before a window's first element. */
  abstract float start();

  /** The state after one more element of the window. */
  abstract float next(float state, float element);

  /**
   * The output of a window.
   *
   * @param covered how many of the window's elements lie in the input, not in the padding
   */
  abstract float finish(float state, int covered);

  final float[] pool(float[] input, Shape in, Shape out, int kernelH, int kernelW, Window window) {
    float[] result = new float[out.size()];
    int next = 0;
    for (int n = 0; n < out.dim(0); n++) {
      for (int oy = 0; oy < out.dim(1); oy++) {
        for (int ox = 0; ox < out.dim(2); ox++) {
          for (int c = 0; c < out.dim(3); c++) {
            float state = start();
            int covered = 0;
            for (int ky = 0; ky < kernelH; ky++) {
              int y = oy * window.strideH() - window.padTop() + ky * window.dilationH();
              for (int kx = 0; kx < kernelW; kx++) {
                int x = ox * window.strideW() - window.padLeft() + kx * window.dilationW();
                if (y >= 0 && y < in.dim(1) && x >= 0 && x < in.dim(2)) {
                  int at = ((n * in.dim(1) + y) * in.dim(2) + x) * in.dim(3) + c;
                  state = next(state, input[at]);
                  covered++;
                }
              }
            }
            result[next++] = finish(state, covered);
          }
        }
      }
    }
    return result;
  }
}
