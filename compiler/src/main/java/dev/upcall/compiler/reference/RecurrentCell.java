package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Recurrent.Cell;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.quant.RecurrentScaling;
import dev.upcall.compiler.quant.ShortCurve;

/**
 * One step of a recurrent layer in integers. The LSTM is TFLite's {@code LstmStep} of {@code
 * micro/kernels/lstm_eval.h}, with {@code FullyConnected}, {@code AddElementWise}, {@code Mul},
 * {@code Sigmoid} and {@code Tanh} of {@code lstm_eval.cc}: the products of a gate are scaled one
 * by one, and sums and products saturate to 16 bits. GRU and RNN are made of the same pieces.
 */
final class RecurrentCell {
  /** A forget gate's product with the state, Q0.15, in steps of the state. */
  private static final FixedPoint KEPT = FixedPoint.of(0x1p-15);

  private static final int ONE = 1 << 15;
  private static final int HALF = 1 << 14;

  private final Recurrent op;
  private final RecurrentScaling scaling;
  private final int size;
  private final int[] weights;
  private final int[] recurrence;
  private final int[] bias;
  private final int[] recurrenceBias;
  private final int inputZero;
  private final int hiddenZero;
  private final ShortCurve sigmoid = ShortCurve.ofPower(false, RecurrentScaling.GATE_POWER);
  private final ShortCurve tanh = ShortCurve.ofPower(true, RecurrentScaling.GATE_POWER);
  private final ShortCurve cellTanh;

  RecurrentCell(Recurrent op, RecurrentScaling scaling, Tensors tensors) {
    this.op = op;
    this.scaling = scaling;
    this.size = op.recurrence().shape().dim(1);
    this.weights = tensors.elements(op.weights());
    this.recurrence = tensors.elements(op.recurrence());
    this.bias = tensors.elements(op.bias());
    this.recurrenceBias = tensors.elements(op.recurrenceBias());
    this.inputZero = op.input().type().qparams().zeroPoint();
    this.hiddenZero = op.initialHidden().type().qparams().zeroPoint();
    this.cellTanh = ShortCurve.ofPower(true, scaling.cellPower());
  }

  /**
   * @param state of 16 bits, changed
   * @return the new hidden state
   */
  int[] step(int[] x, int[] hidden, int[] state) {
    int[] kept = op.cell() == Cell.GRU ? kept(x, hidden, state) : hidden;
    int[] next = new int[size];
    for (int i = 0; i < size; i++) {
      int product =
          switch (op.cell()) {
            case LSTM -> lstm(i, x, hidden, state);
            case GRU, GRU_RESET_AFTER -> state[i] = gru(i, x, hidden, kept, state[i]);
            default -> state[i] = tanh.apply(gate(i, x, hidden));
          };
      next[i] = hidden(product);
    }
    return next;
  }

  /** What a reset gate leaves of the hidden state. */
  private int[] kept(int[] x, int[] hidden, int[] state) {
    int[] kept = new int[size];
    for (int i = 0; i < size; i++) {
      int reset = sigmoid.apply(gate(size + i, x, hidden));
      kept[i] = hidden((reset * state[i] + HALF) >> 15);
    }
    return kept;
  }

  /** The new state in Q0.15. */
  private int gru(int i, int[] x, int[] hidden, int[] kept, int state) {
    int update = sigmoid.apply(gate(i, x, hidden));
    int fromHidden = fromHidden(2 * size + i, kept);
    if (op.cell() == Cell.GRU_RESET_AFTER) {
      int reset = sigmoid.apply(gate(size + i, x, hidden));
      fromHidden = (reset * fromHidden + HALF) >> 15;
    }
    int candidate = tanh.apply(limit(fromInput(2 * size + i, x) + fromHidden));
    return (update * state + (ONE - update) * candidate + HALF) >> 15;
  }

  /** The new hidden state in Q0.30. */
  private int lstm(int i, int[] x, int[] hidden, int[] state) {
    int in = sigmoid.apply(gate(i, x, hidden));
    int out = sigmoid.apply(gate(size + i, x, hidden));
    int forget = sigmoid.apply(gate(2 * size + i, x, hidden));
    int candidate = tanh.apply(gate(3 * size + i, x, hidden));
    int kept = limit(KEPT.apply(forget * state[i]));
    int next = limit(kept + limit(scaling.product().apply(in * candidate)));
    state[i] = Math.max(-scaling.cellClip(), Math.min(scaling.cellClip(), next));
    return cellTanh.apply(state[i]) * out;
  }

  private int hidden(int product) {
    int value = scaling.output().apply(product) + hiddenZero;
    return Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, value));
  }

  /** Q3.12. */
  private int gate(int row, int[] x, int[] hidden) {
    return limit(fromInput(row, x) + fromHidden(row, hidden));
  }

  private int fromInput(int row, int[] x) {
    int sum = sum(weights, row, x, inputZero) + bias[row];
    return limit(scaling.weights().get(row).apply(sum));
  }

  private int fromHidden(int row, int[] hidden) {
    int sum = sum(recurrence, row, hidden, hiddenZero) + recurrenceBias[row];
    return limit(scaling.recurrence().get(row).apply(sum));
  }

  private static int sum(int[] matrix, int row, int[] vector, int zero) {
    int sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += matrix[row * vector.length + i] * (vector[i] - zero);
    }
    return sum;
  }

  /** Saturated to 16 bits. */
  static int limit(int value) {
    return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
  }
}
