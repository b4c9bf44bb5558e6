package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import java.util.Arrays;
import java.util.List;

/**
 * Convolution as a product of matrices, some output rows at a time; input [N,H,W,Cin], weights
 * [Cout,KH,KW,Cin/groups]. Each output adds its taps in their order, with those in the padding as
 * zeros.
 */
final class Conv2DFloat implements FloatKernel<Conv2D> {
  /** Elements of the matrix of patches that stay in a processor's cache. */
  private static final int PATCH_ELEMENTS = 1 << 17;

  @Override
  public float[] run(Conv2D op, List<float[]> operands) {
    float[] input = operands.get(0);
    float[] weights = operands.get(1);
    float[] bias = operands.get(2);
    Shape kernel = op.weights().shape();
    Shape out = op.output().shape();
    int taps = kernel.dim(1) * kernel.dim(2) * kernel.dim(3);
    int channels = out.dim(3);
    int perGroup = channels / op.groups();
    int width = out.dim(2);
    int rows = Math.max(1, Math.min(out.dim(1), PATCH_ELEMENTS / Math.max(1, taps * width)));
    float[] patches = new float[taps * rows * width];
    float[] sums = new float[rows * width];
    float[] result = new float[out.size()];
    for (int n = 0; n < out.dim(0); n++) {
      for (int group = 0; group < op.groups(); group++) {
        for (int oy = 0; oy < out.dim(1); oy += rows) {
          int count = Math.min(rows, out.dim(1) - oy);
          Patches.gather(op, input, n, group, oy, count, patches);
          int first = (n * out.dim(1) + oy) * width * channels;
          for (int oc = group * perGroup; oc < (group + 1) * perGroup; oc++) {
            Arrays.fill(sums, 0, count * width, bias[oc]);
            accumulate(sums, count * width, weights, oc * taps, taps, patches);
            for (int i = 0; i < count * width; i++) {
              result[first + i * channels + oc] = sums[i];
            }
          }
        }
      }
    }
    return Activations.apply(op.activation(), result);
  }

  /** sums += weights [taps] * patches [taps, count], four taps at a time to keep sums at hand. */
  private static void accumulate(
      float[] sums, int count, float[] weights, int first, int taps, float[] patches) {
    int tap = 0;
    for (; tap + 4 <= taps; tap += 4) {
      float w0 = weights[first + tap];
      float w1 = weights[first + tap + 1];
      float w2 = weights[first + tap + 2];
      float w3 = weights[first + tap + 3];
      int p0 = tap * count;
      int p1 = p0 + count;
      int p2 = p1 + count;
      int p3 = p2 + count;
      for (int i = 0; i < count; i++) {
        sums[i] =
            sums[i]
                + w0 * patches[p0 + i]
                + w1 * patches[p1 + i]
                + w2 * patches[p2 + i]
                + w3 * patches[p3 + i];
      }
    }
    for (; tap < taps; tap++) {
      float w = weights[first + tap];
      int p = tap * count;
      for (int i = 0; i < count; i++) {
        sums[i] += w * patches[p + i];
      }
    }
  }
}
