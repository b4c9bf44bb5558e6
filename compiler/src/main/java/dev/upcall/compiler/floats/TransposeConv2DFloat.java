package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Window;
import java.util.List;

/** Every output sums what reaches it; input [N,H,W,Cin], weights [Cout,KH,KW,Cin/groups]. */
final class TransposeConv2DFloat implements FloatKernel<TransposeConv2D> {
  @Override
  public float[] run(TransposeConv2D op, List<float[]> operands) {
    float[] input = operands.get(0);
    float[] weights = operands.get(1);
    Shape in = op.input().shape();
    Shape kernel = op.weights().shape();
    Shape out = op.output().shape();
    Window window = op.window();
    int depth = kernel.dim(3);
    int perGroup = out.dim(3) / op.groups();
    float[] result = new float[out.size()];
    int next = 0;
    for (int n = 0; n < out.dim(0); n++) {
      for (int oy = 0; oy < out.dim(1); oy++) {
        for (int ox = 0; ox < out.dim(2); ox++) {
          for (int oc = 0; oc < out.dim(3); oc++) {
            float sum = operands.get(2)[oc];
            for (int ky = 0; ky < kernel.dim(1); ky++) {
              int y = source(oy + window.padTop() - ky * window.dilationH(), window.strideH());
              if (y < 0 || y >= in.dim(1)) {
                continue;
              }
              for (int kx = 0; kx < kernel.dim(2); kx++) {
                int x = source(ox + window.padLeft() - kx * window.dilationW(), window.strideW());
                if (x < 0 || x >= in.dim(2)) {
                  continue;
                }
                int a = ((n * in.dim(1) + y) * in.dim(2) + x) * in.dim(3) + oc / perGroup * depth;
                int w = ((oc * kernel.dim(1) + ky) * kernel.dim(2) + kx) * depth;
                for (int c = 0; c < depth; c++) {
                  sum += input[a + c] * weights[w + c];
                }
              }
            }
            result[next++] = sum;
          }
        }
      }
    }
    return Activations.apply(op.activation(), result);
  }

  /** The input line that reaches {@code distance} from the first tap; -1 if none does. */
  private static int source(int distance, int stride) {
    return distance >= 0 && distance % stride == 0 ? distance / stride : -1;
  }
}
