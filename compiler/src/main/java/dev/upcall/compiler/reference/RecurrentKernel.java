package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Recurrent.Cell;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.quant.RecurrentScaling;
import java.util.Arrays;

/**
 * The loop over batch and time of a recurrent layer in integers; what happens in a step is {@link
 * RecurrentCell}'s. TFLite's {@code EvalLstm} ({@code micro/kernels/lstm_eval.h}), which begins
 * each run anew.
 */
final class RecurrentKernel implements Kernel<Recurrent> {
  @Override
  public int[] run(Recurrent op, Tensors tensors) {
    int steps = op.input().shape().dim(0);
    int batch = op.input().shape().dim(1);
    int width = op.input().shape().dim(2);
    int size = op.recurrence().shape().dim(1);
    RecurrentScaling scaling = RecurrentScaling.of(op);
    RecurrentCell cell = new RecurrentCell(op, scaling, tensors);
    int[] input = tensors.elements(op.input());
    int[] output = new int[op.output().shape().size()];
    for (int n = 0; n < batch; n++) {
      int[] hidden =
          Arrays.copyOfRange(tensors.elements(op.initialHidden()), n * size, (n + 1) * size);
      int[] state = state(op, scaling, tensors, hidden, n * size);
      for (int i = 0; i < steps; i++) {
        int row = (op.reverse() ? steps - 1 - i : i) * batch + n;
        int[] x = Arrays.copyOfRange(input, row * width, (row + 1) * width);
        hidden = cell.step(x, hidden, state);
        System.arraycopy(hidden, 0, output, row * size, size);
      }
    }
    return output;
  }

  /** The cell state, or the hidden one as Q0.15. */
  private static int[] state(
      Recurrent op, RecurrentScaling scaling, Tensors tensors, int[] hidden, int from) {
    if (op.cell() == Cell.LSTM) {
      return Arrays.copyOfRange(tensors.elements(op.initialCell()), from, from + hidden.length);
    }
    int zero = op.initialHidden().type().qparams().zeroPoint();
    FixedPoint inverse = scaling.inverse();
    return Arrays.stream(hidden).map(h -> RecurrentCell.limit(inverse.apply(h - zero))).toArray();
  }
}
