package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.quant.ClampRange;

/**
 * TFLite {@code reference_integer_ops::AveragePool}: the mean of the int8 values, rounded half away
 * from zero; input and output share their quantisation. Where padding counts (ONNX only), a padded
 * element is the zero point, real 0.
 */
final class AveragePool2DKernel implements Kernel<AveragePool2D> {
  @Override
  public int[] run(AveragePool2D op, Tensors tensors) {
    Shape in = op.input().shape();
    Shape out = op.output().shape();
    Window window = op.window();
    int[] input = tensors.elements(op.input());
    int inputZero = op.input().type().qparams().zeroPoint();
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    int[] output = new int[out.size()];
    int index = 0;
    for (int n = 0; n < out.dim(0); n++) {
      for (int oy = 0; oy < out.dim(1); oy++) {
        for (int ox = 0; ox < out.dim(2); ox++) {
          for (int c = 0; c < out.dim(3); c++) {
            int sum = 0;
            int count = 0;
            for (int ky = 0; ky < op.kernelH(); ky++) {
              int y = oy * window.strideH() - window.padTop() + ky * window.dilationH();
              for (int kx = 0; kx < op.kernelW(); kx++) {
                int x = ox * window.strideW() - window.padLeft() + kx * window.dilationW();
                if (y >= 0 && y < in.dim(1) && x >= 0 && x < in.dim(2)) {
                  sum += input[((n * in.dim(1) + y) * in.dim(2) + x) * in.dim(3) + c];
                  count++;
                } else if (op.countPadding()) {
                  sum += inputZero;
                  count++;
                }
              }
            }
            output[index++] = range.clamp(divide(sum, count));
          }
        }
      }
    }
    return output;
  }

  private static int divide(int sum, int count) {
    return sum > 0 ? (sum + count / 2) / count : (sum - count / 2) / count;
  }
}
