package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.quant.TapWeights;

/**
 * TFLite {@code reference_ops::ResizeBilinearInteger} ({@code
 * kernels/internal/reference/resize_bilinear.h}): weights in 1/1024, the sum of products rounded
 * half away from zero; input and output share their quantisation.
 */
final class Resize2DKernel implements Kernel<Resize2D> {
  @Override
  public int[] run(Resize2D op, Tensors tensors) {
    Shape in = op.input().shape();
    Shape out = op.output().shape();
    int[] input = tensors.elements(op.input());
    int[] rowWeights = TapWeights.of(op.rows());
    int[] columnWeights = TapWeights.of(op.columns());
    int rowTaps = op.rows().count();
    int columnTaps = op.columns().count();
    int[] output = new int[out.size()];
    for (int i = 0; i < output.length; i++) {
      int c = i % out.dim(3);
      int ox = i / out.dim(3) % out.dim(2);
      int oy = i / out.dim(3) / out.dim(2) % out.dim(1);
      int n = i / out.dim(3) / out.dim(2) / out.dim(1);
      long sum = 0;
      for (int ky = oy * rowTaps; ky < (oy + 1) * rowTaps; ky++) {
        int row = (n * in.dim(1) + op.rows().indices().get(ky)) * in.dim(2);
        for (int kx = ox * columnTaps; kx < (ox + 1) * columnTaps; kx++) {
          int pixel = row + op.columns().indices().get(kx);
          sum += (long) rowWeights[ky] * columnWeights[kx] * input[pixel * in.dim(3) + c];
        }
      }
      output[i] = TapWeights.round(sum);
    }
    return output;
  }
}
