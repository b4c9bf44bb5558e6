package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Recurrent.Cell;
import dev.upcall.compiler.ir.op.Recurrent.Result;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;

/**
 * Factors of a recurrent layer of int8 activations and weights. Products are brought to Q3.12,
 * gates are Q0.15. An LSTM's cell state is int16 in steps of a power of two; a GRU keeps its hidden
 * state as Q0.15 beside the int8 one that it gives out and multiplies, so that small steps add up.
 *
 * <p>Of the LSTM it is TFLite's 8x8_16 form: {@code CreateGateParams} and {@code
 * PrepareGateParametersInteger} of {@code micro/kernels/lstm_eval_common.cc}. The others are made
 * after its pattern; TFLite has no integer GRU.
 *
 * @param weights a factor per row, from sums of input * weight to Q3.12
 * @param recurrence the same from sums of hidden state * recurrence
 * @param cellPower exponent of the cell state's step, of an LSTM
 * @param cellClip greatest magnitude of the cell state in its steps, 32768 for no limit
 * @param product of an input gate and a candidate, Q0.30, in steps of the cell state
 * @param output of Q0.15, or of an LSTM's Q0.30, in steps of the hidden state
 * @param inverse from steps of the hidden state to Q0.15; not of an LSTM
 */
public record RecurrentScaling(
    List<FixedPoint> weights,
    List<FixedPoint> recurrence,
    int cellPower,
    int cellClip,
    FixedPoint product,
    FixedPoint output,
    FixedPoint inverse) {
  /** Exponent of the step before a gate's function. */
  public static final int GATE_POWER = -12;

  private static final int LEAST_POWER = -15;
  private static final int MAX_INVERSE_SHIFT = 15;
  private static final FixedPoint UNUSED = new FixedPoint(0, 0);

  public RecurrentScaling {
    weights = List.copyOf(weights);
    recurrence = List.copyOf(recurrence);
  }

  /**
   * @throws IllegalArgumentException saying why, where there is no integer form
   */
  public static RecurrentScaling of(Recurrent op) {
    requireForm(op);
    QParams hidden = op.initialHidden().type().qparams();
    if (!hidden.equals(op.output().type().qparams())) {
      throw new IllegalArgumentException("hidden state " + hidden + " for " + op.output().type());
    }
    boolean lstm = op.cell() == Cell.LSTM;
    double step = hidden.scale();
    FixedPoint inverse = UNUSED;
    int power = 0;
    int clip = 1 << 15;
    if (lstm) {
      QParams cell = op.initialCell().type().qparams();
      power = power(cell);
      if (op.cellClip() > 0) {
        clip = (int) Math.min(op.cellClip() / (double) cell.scale(), Short.MAX_VALUE);
      }
    } else {
      inverse = FixedPoint.of(Math.scalb(step, 15));
      if (inverse.shift() > MAX_INVERSE_SHIFT) {
        throw new IllegalArgumentException("a hidden state in steps of " + hidden.scale());
      }
    }
    return new RecurrentScaling(
        factors(op.input().type(), op.weights().type(), op.bias().shape().size()),
        factors(op.initialHidden().type(), op.recurrence().type(), op.bias().shape().size()),
        power,
        clip,
        lstm ? FixedPoint.of(Math.scalb(1.0, -30 - power)) : UNUSED,
        FixedPoint.of(Math.scalb(1.0, lstm ? -30 : -15) / step),
        inverse);
  }

  /**
   * @throws IllegalArgumentException if the layer's equations have no integer form
   */
  static void requireForm(Recurrent op) {
    if (op.cell() == Cell.RNN_RELU) {
      throw new IllegalArgumentException("a recurrent layer of ReLU, whose state has no bound");
    }
    if (op.result() == Result.CELL) {
      throw new IllegalArgumentException("the cell state as an output");
    }
  }

  private static List<FixedPoint> factors(TensorType left, TensorType matrix, int rows) {
    List<FixedPoint> factors = new ArrayList<>();
    List<QParams> scales = matrix.quantization();
    if (scales.size() != rows) {
      throw new IllegalArgumentException(scales.size() + " weight scales for " + rows + " rows");
    }
    for (QParams scale : scales) {
      // A product of floats, as TFLite takes it.
      float step = left.qparams().scale() * scale.scale();
      factors.add(FixedPoint.of(Math.scalb((double) step, -GATE_POWER)));
    }
    return factors;
  }

  private static int power(QParams cell) {
    int power = Math.getExponent(cell.scale());
    boolean exact = Math.scalb(1f, power) == cell.scale() && cell.zeroPoint() == 0;
    if (!exact || power < LEAST_POWER || power > 0) {
      throw new IllegalArgumentException("a cell state " + cell + ", not steps of 2^-15 to 2^0");
    }
    return power;
  }
}
