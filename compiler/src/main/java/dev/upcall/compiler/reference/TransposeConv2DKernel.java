package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Window;

/**
 * TFLite {@code reference_integer_ops::TransposeConv} ({@code
 * kernels/internal/reference/integer_ops/transpose_conv.h}), which scatters what this gathers: sums
 * of integers do not depend on their order.
 */
final class TransposeConv2DKernel implements Kernel<TransposeConv2D> {
  @Override
  public int[] run(TransposeConv2D op, Tensors tensors) {
    Shape in = op.input().shape();
    Shape kernel = op.weights().shape();
    Shape out = op.output().shape();
    Window window = op.window();
    int[] input = tensors.elements(op.input());
    int[] weights = tensors.elements(op.weights());
    Accumulator accumulator = new Accumulator(op, tensors);
    int inputZero = op.input().type().qparams().zeroPoint();
    int depth = kernel.dim(3);
    int groupOut = out.dim(3) / op.groups();
    int[] output = new int[out.size()];
    for (int i = 0; i < output.length; i++) {
      int oc = i % out.dim(3);
      int ox = i / out.dim(3) % out.dim(2);
      int oy = i / out.dim(3) / out.dim(2) % out.dim(1);
      int n = i / out.dim(3) / out.dim(2) / out.dim(1);
      long acc = accumulator.bias(oc);
      for (int ky = 0; ky < kernel.dim(1); ky++) {
        int y = source(oy + window.padTop() - ky * window.dilationH(), window.strideH());
        for (int kx = 0; kx < kernel.dim(2); kx++) {
          int x = source(ox + window.padLeft() - kx * window.dilationW(), window.strideW());
          if (y < 0 || y >= in.dim(1) || x < 0 || x >= in.dim(2)) {
            continue;
          }
          int a = ((n * in.dim(1) + y) * in.dim(2) + x) * in.dim(3) + oc / groupOut * depth;
          int w = ((oc * kernel.dim(1) + ky) * kernel.dim(2) + kx) * depth;
          for (int c = 0; c < depth; c++) {
            acc += (input[a + c] - inputZero) * weights[w + c];
          }
        }
      }
      output[i] = accumulator.scale(oc, acc);
    }
    return output;
  }

  /** The input line that reaches {@code distance} from the first tap; -1 if none does. */
  private static int source(int distance, int stride) {
    return distance >= 0 && distance % stride == 0 ? distance / stride : -1;
  }
}
