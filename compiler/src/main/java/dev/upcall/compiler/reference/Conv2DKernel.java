package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.Window;

/** TFLite {@code reference_integer_ops::ConvPerChannel}; taps outside the image add nothing. */
final class Conv2DKernel implements Kernel<Conv2D> {
  @Override
  public int[] run(Conv2D op, Tensors tensors) {
    Shape in = op.input().shape();
    Shape out = op.output().shape();
    Shape kernel = op.weights().shape();
    Window window = op.window();
    int[] input = tensors.elements(op.input());
    int[] weights = tensors.elements(op.weights());
    Accumulator accumulator = new Accumulator(op, tensors);
    int inputZero = op.input().type().qparams().zeroPoint();
    int channels = out.dim(3);
    int groupIn = kernel.dim(3);
    int groupOut = channels / op.groups();
    int[] output = new int[out.size()];
    int index = 0;
    for (int n = 0; n < out.dim(0); n++) {
      for (int oy = 0; oy < out.dim(1); oy++) {
        for (int ox = 0; ox < out.dim(2); ox++) {
          for (int oc = 0; oc < channels; oc++) {
            int firstChannel = oc / groupOut * groupIn;
            long acc = accumulator.bias(oc);
            for (int ky = 0; ky < kernel.dim(1); ky++) {
              int y = oy * window.strideH() - window.padTop() + ky * window.dilationH();
              for (int kx = 0; kx < kernel.dim(2); kx++) {
                int x = ox * window.strideW() - window.padLeft() + kx * window.dilationW();
                if (y < 0 || y >= in.dim(1) || x < 0 || x >= in.dim(2)) {
                  continue;
                }
                int inputAt = ((n * in.dim(1) + y) * in.dim(2) + x) * in.dim(3) + firstChannel;
                int weightAt = ((oc * kernel.dim(1) + ky) * kernel.dim(2) + kx) * groupIn;
                for (int ic = 0; ic < groupIn; ic++) {
                  acc += (input[inputAt + ic] - inputZero) * weights[weightAt + ic];
                }
              }
            }
            output[index++] = accumulator.scale(oc, acc);
          }
        }
      }
    }
    return output;
  }
}
