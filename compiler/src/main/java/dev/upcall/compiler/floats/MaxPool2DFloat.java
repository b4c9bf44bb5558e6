package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.MaxPool2D;
import java.util.List;

final class MaxPool2DFloat implements FloatKernel<MaxPool2D> {
  @Override
  public float[] run(MaxPool2D op, List<float[]> operands) {
    PoolFloat maximum =
        new PoolFloat() {
          @Override
          float start() {
            return Float.NEGATIVE_INFINITY;
          }

          @Override
          float next(float state, float element) {
            return Math.max(state, element);
          }

          @Override
          float finish(float state, int covered) {
            return state;
          }
        };
    float[] out =
        maximum.pool(
            operands.get(0),
            op.input().shape(),
            op.output().shape(),
            op.kernelH(),
            op.kernelW(),
            op.window());
    return Activations.apply(op.activation(), out);
  }
}
