package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.MatMul;
import java.util.List;

final class MatMulFloat implements FloatKernel<MatMul> {
  @Override
  public float[] run(MatMul op, List<float[]> operands) {
    Shape a = op.left().shape();
    Shape b = op.right().shape();
    Shape out = op.output().shape();
    int rows = out.dim(-2);
    int columns = out.dim(-1);
    int depth = a.dim(-1);
    Shape batch = new Shape(out.dims().subList(0, out.rank() - 2));
    Indexer left = matrices(a, batch);
    Indexer right = matrices(b, batch);
    float[] result = new float[out.size()];
    int next = 0;
    for (int n = 0; n < batch.size(); n++, left.advance(), right.advance()) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          float sum = 0;
          for (int k = 0; k < depth; k++) {
            sum +=
                operands.get(0)[left.offset() * rows * depth + i * depth + k]
                    * operands.get(1)[right.offset() * depth * columns + k * columns + j];
          }
          result[next++] = sum;
        }
      }
    }
    return result;
  }

  /** Which of the operand's matrices goes into each of the result's. */
  private static Indexer matrices(Shape operand, Shape batch) {
    Shape own = new Shape(operand.dims().subList(0, operand.rank() - 2));
    return new Indexer(batch, Strides.broadcast(own, batch), 0);
  }
}
