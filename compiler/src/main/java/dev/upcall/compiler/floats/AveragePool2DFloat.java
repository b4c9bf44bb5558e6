package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.AveragePool2D;
import java.util.List;

final class AveragePool2DFloat implements FloatKernel<AveragePool2D> {
  @Override
  public float[] run(AveragePool2D op, List<float[]> operands) {
    PoolFloat mean =
        new PoolFloat() {
          @Override
          float start() {
            return 0;
          }

          @Override
          float next(float state, float element) {
            return state + element;
          }

          @Override
          float finish(float state, int covered) {
            return state / (op.countPadding() ? op.kernelH() * op.kernelW() : covered);
          }
        };
    float[] out =
        mean.pool(
            operands.get(0),
            op.input().shape(),
            op.output().shape(),
            op.kernelH(),
            op.kernelW(),
            op.window());
    return Activations.apply(op.activation(), out);
  }
}
