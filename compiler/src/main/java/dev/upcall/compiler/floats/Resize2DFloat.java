package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.ResizeTaps;
import java.util.List;

/** Sums of products over rows, then columns, in single precision. */
final class Resize2DFloat implements FloatKernel<Resize2D> {
  @Override
  public float[] run(Resize2D op, List<float[]> operands) {
    float[] input = operands.get(0);
    Shape in = op.input().shape();
    Shape out = op.output().shape();
    ResizeTaps rows = op.rows();
    ResizeTaps columns = op.columns();
    float[] result = new float[out.size()];
    int next = 0;
    for (int n = 0; n < out.dim(0); n++) {
      for (int oy = 0; oy < out.dim(1); oy++) {
        for (int ox = 0; ox < out.dim(2); ox++) {
          for (int c = 0; c < out.dim(3); c++) {
            float sum = 0;
            for (int ky = oy * rows.count(); ky < (oy + 1) * rows.count(); ky++) {
              int row = (n * in.dim(1) + rows.indices().get(ky)) * in.dim(2);
              float line = 0;
              for (int kx = ox * columns.count(); kx < (ox + 1) * columns.count(); kx++) {
                int pixel = row + columns.indices().get(kx);
                line += columns.weights().get(kx) * input[pixel * in.dim(3) + c];
              }
              sum += rows.weights().get(ky) * line;
            }
            result[next++] = sum;
          }
        }
      }
    }
    return result;
  }
}
