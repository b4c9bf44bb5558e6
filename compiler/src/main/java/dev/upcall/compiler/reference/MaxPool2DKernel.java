package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.quant.ClampRange;

/** TFLite {@code reference_integer_ops::MaxPool}; input and output share their quantisation. */
final class MaxPool2DKernel implements Kernel<MaxPool2D> {
  @Override
  public int[] run(MaxPool2D op, Tensors tensors) {
    Shape in = op.input().shape();
    Shape out = op.output().shape();
    Window window = op.window();
    int[] input = tensors.elements(op.input());
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    int[] output = new int[out.size()];
    int index = 0;
    for (int n = 0; n < out.dim(0); n++) {
      for (int oy = 0; oy < out.dim(1); oy++) {
        for (int ox = 0; ox < out.dim(2); ox++) {
          for (int c = 0; c < out.dim(3); c++) {
            int max = range.min();
            for (int ky = 0; ky < op.kernelH(); ky++) {
              int y = oy * window.strideH() - window.padTop() + ky * window.dilationH();
              for (int kx = 0; kx < op.kernelW(); kx++) {
                int x = ox * window.strideW() - window.padLeft() + kx * window.dilationW();
                if (y >= 0 && y < in.dim(1) && x >= 0 && x < in.dim(2)) {
                  max = Math.max(max, input[((n * in.dim(1) + y) * in.dim(2) + x) * in.dim(3) + c]);
                }
              }
            }
            output[index++] = range.clamp(max);
          }
        }
      }
    }
    return output;
  }
}
