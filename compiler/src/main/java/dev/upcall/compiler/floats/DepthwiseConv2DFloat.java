package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Window;
import java.util.List;

/** Each channel by kernels of its own; input [N,H,W,C], weights [1,KH,KW,C*m]. */
final class DepthwiseConv2DFloat implements FloatKernel<DepthwiseConv2D> {
  @Override
  public float[] run(DepthwiseConv2D op, List<float[]> operands) {
    float[] input = operands.get(0);
    float[] weights = operands.get(1);
    float[] bias = operands.get(2);
    Shape in = op.input().shape();
    Shape kernel = op.weights().shape();
    Shape out = op.output().shape();
    Window window = op.window();
    int channels = out.dim(3);
    int multiplier = channels / in.dim(3);
    float[] result = new float[out.size()];
    int pixel = 0;
    for (int n = 0; n < out.dim(0); n++) {
      for (int oy = 0; oy < out.dim(1); oy++) {
        for (int ox = 0; ox < out.dim(2); ox++) {
          System.arraycopy(bias, 0, result, pixel, channels);
          for (int ky = 0; ky < kernel.dim(1); ky++) {
            int y = oy * window.strideH() - window.padTop() + ky * window.dilationH();
            for (int kx = 0; kx < kernel.dim(2); kx++) {
              int x = ox * window.strideW() - window.padLeft() + kx * window.dilationW();
              if (y >= 0 && y < in.dim(1) && x >= 0 && x < in.dim(2)) {
                int a = ((n * in.dim(1) + y) * in.dim(2) + x) * in.dim(3);
                int w = (ky * kernel.dim(2) + kx) * channels;
                addTap(result, pixel, channels, multiplier, input, a, weights, w);
              }
            }
          }
          pixel += channels;
        }
      }
    }
    return Activations.apply(op.activation(), result);
  }

  /** Adds one tap of all channels of a pixel. */
  private static void addTap(
      float[] sums,
      int first,
      int channels,
      int multiplier,
      float[] input,
      int a,
      float[] weights,
      int w) {
    if (multiplier == 1) {
      for (int c = 0; c < channels; c++) {
        sums[first + c] += input[a + c] * weights[w + c];
      }
      return;
    }
    for (int c = 0; c < channels; c++) {
      sums[first + c] += input[a + c / multiplier] * weights[w + c];
    }
  }
}
