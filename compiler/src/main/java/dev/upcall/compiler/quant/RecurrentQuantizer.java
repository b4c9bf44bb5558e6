package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Recurrent.Cell;
import dev.upcall.core.tensor.QParams;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A recurrent layer of floats as one of int8 with 16-bit states, after the pattern of TFLite's
 * 8x8_16 LSTM: weights int8 with a scale for each row, both biases as one where the equations add
 * them, an LSTM's cell state in steps of the power of two that what calibration saw needs.
 */
final class RecurrentQuantizer {
  private static final int LEAST_POWER = -15;
  private static final int GRU_CANDIDATE = 2;

  private final Graph graph;
  private final ActivationRules rules;
  private final BiFunction<TensorType, ConstantData, Value> constants;

  /**
   * @param constants makes a constant of the quantised graph
   */
  RecurrentQuantizer(
      Graph graph, ActivationRules rules, BiFunction<TensorType, ConstantData, Value> constants) {
    this.graph = graph;
    this.rules = rules;
    this.constants = constants;
  }

  /**
   * @param input what became of the layer's input
   * @param output what its output becomes
   * @param cell the greatest magnitude of an LSTM's cell state
   */
  Recurrent quantize(Recurrent op, Value input, Value output, double cell) {
    requireForm(op);
    QParams hidden = output.type().qparams();
    float[] bias = floats(op.bias());
    float[] recurrenceBias = floats(op.recurrenceBias());
    int size = op.recurrence().shape().dim(1);
    for (int row = 0; row < bias.length; row++) {
      // Behind a reset gate the recurrence's bias is its own.
      if (op.cell() != Cell.GRU_RESET_AFTER || row < GRU_CANDIDATE * size) {
        bias[row] += recurrenceBias[row];
        recurrenceBias[row] = 0;
      }
    }
    RecurrentWeights ofInput = weights(op, op.weights(), bias, input.type().qparams());
    RecurrentWeights ofHidden = weights(op, op.recurrence(), recurrenceBias, hidden);
    Value initial = hidden(op, hidden);
    Value biases = constants.apply(ofInput.biasType(), ofInput.bias());
    boolean lstm = op.cell() == Cell.LSTM;
    TensorType none = TensorType.quantized(DType.INT32, op.peephole().shape(), new QParams(1, 0));
    List<Value> operands =
        List.of(
            input,
            constants.apply(ofInput.type(), ofInput.weights()),
            constants.apply(ofHidden.type(), ofHidden.weights()),
            biases,
            constants.apply(ofHidden.biasType(), ofHidden.bias()),
            initial,
            lstm ? cell(op, cell) : initial,
            lstm
                ? constants.apply(none, ConstantData.ofInts(new int[none.shape().size()]))
                : biases);
    return op.with(operands, output);
  }

  private void requireForm(Recurrent op) {
    for (Value operand : op.inputs().subList(1, op.inputs().size())) {
      if (!graph.isConstant(operand)) {
        throw rules.refuse(op, "computed weights or states", "constant ones");
      }
    }
    boolean peepholes = false;
    if (op.cell() == Cell.LSTM) {
      for (float peephole : floats(op.peephole())) {
        peepholes |= peephole != 0;
      }
    }
    if (peepholes) {
      throw rules.refuse(op, "peepholes", "an LSTM without");
    }
    try {
      RecurrentScaling.requireForm(op);
    } catch (IllegalArgumentException e) {
      throw rules.refuse(op, e.getMessage(), "an operator with integer arithmetic");
    }
  }

  private RecurrentWeights weights(Recurrent op, Value matrix, float[] bias, QParams vector) {
    float[] elements = floats(matrix);
    rules.requireMagnitude(matrix, elements, Quantizer.MAX_MAGNITUDE);
    rules.requireMagnitude(op.bias(), bias, Quantizer.MAX_MAGNITUDE);
    RecurrentWeights weights = RecurrentWeights.of(elements, bias, matrix.shape(), vector.scale());
    rules.requireAccumulator(op, weights.bound());
    return weights;
  }

  private Value hidden(Recurrent op, QParams hidden) {
    TensorType type = TensorType.quantized(DType.INT8, op.initialHidden().shape(), hidden);
    byte[] steps = hidden.quantize(floats(op.initialHidden()));
    return constants.apply(type, ConstantData.ofBytes(steps));
  }

  private Value cell(Recurrent op, double greatest) {
    float[] initial = floats(op.initialCell());
    double needed = op.cellClip() > 0 ? Math.min(greatest, op.cellClip()) : greatest;
    for (float element : initial) {
      needed = Math.max(needed, Math.abs(element));
    }
    int power = LEAST_POWER;
    while (Math.scalb((double) Short.MAX_VALUE, power) < needed && power < 0) {
      power++;
    }
    QParams step = new QParams(Math.scalb(1f, power), 0);
    TensorType type = TensorType.quantized(DType.INT16, op.initialCell().shape(), step);
    long[] steps = new long[initial.length];
    Arrays.setAll(
        steps,
        i ->
            Math.max(
                Short.MIN_VALUE,
                Math.min(Short.MAX_VALUE, Math.round(initial[i] / (double) step.scale()))));
    return constants.apply(type, ConstantData.ofLongs(DType.INT16, steps));
  }

  private float[] floats(Value constant) {
    return graph.constant(constant).toFloats();
  }
}
