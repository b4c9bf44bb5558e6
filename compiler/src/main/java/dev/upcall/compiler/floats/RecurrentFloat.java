package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Recurrent;
import java.util.Arrays;
import java.util.List;

/** The loop over time and batch; what happens in a step is the cell's. */
final class RecurrentFloat implements FloatKernel<Recurrent> {
  @Override
  public float[] run(Recurrent op, List<float[]> operands) {
    int steps = op.input().shape().dim(0);
    int batch = op.input().shape().dim(1);
    int width = op.input().shape().dim(2);
    int size = op.recurrence().shape().dim(1);
    float[] out = new float[op.output().shape().size()];
    for (int n = 0; n < batch; n++) {
      RecurrentStep step = new RecurrentStep(op, operands, size);
      float[] hidden = Arrays.copyOfRange(operands.get(5), n * size, (n + 1) * size);
      float[] cell = Arrays.copyOfRange(operands.get(6), n * size, (n + 1) * size);
      for (int i = 0; i < steps; i++) {
        int t = op.reverse() ? steps - 1 - i : i;
        step.run((t * batch + n) * width, width, hidden, cell);
        float[] result = op.result() == Recurrent.Result.CELL ? cell : hidden;
        System.arraycopy(result, 0, out, (t * batch + n) * size, size);
      }
    }
    return out;
  }
}
