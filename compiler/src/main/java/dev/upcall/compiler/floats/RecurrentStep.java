package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Recurrent.Cell;
import java.util.List;

/** One step of a recurrent layer on one sample, by the equations of ONNX's RNN, GRU and LSTM. */
final class RecurrentStep {
  private final Cell cell;
  private final float[] input;
  private final float[] weights;
  private final float[] recurrence;
  private final float[] bias;
  private final float[] recurrenceBias;
  private final float[] peephole;
  private final int size;

  /** Of the cell state; beyond every float where there is none. */
  private final float clip;

  /** Of one input row times the weights, with bias, [G*H]. */
  private final float[] fromInput;

  /** Of the hidden state times the recurrence, with its bias, [G*H]. */
  private final float[] fromHidden;

  RecurrentStep(Recurrent op, List<float[]> operands, int size) {
    this.cell = op.cell();
    this.clip = op.cellClip() > 0 ? op.cellClip() : Float.POSITIVE_INFINITY;
    this.input = operands.get(0);
    this.weights = operands.get(1);
    this.recurrence = operands.get(2);
    this.bias = operands.get(3);
    this.recurrenceBias = operands.get(4);
    this.peephole = operands.get(7);
    this.size = size;
    this.fromInput = new float[bias.length];
    this.fromHidden = new float[bias.length];
  }

  /**
   * @param row offset of the step's input
   * @param hidden state before and after
   * @param cellState the same, of an LSTM
   */
  void run(int row, int width, float[] hidden, float[] cellState) {
    product(weights, bias, input, row, width, fromInput);
    product(recurrence, recurrenceBias, hidden, 0, size, fromHidden);
    switch (cell) {
      case RNN_TANH, RNN_RELU -> simple(hidden);
      case GRU, GRU_RESET_AFTER -> gated(hidden);
      case LSTM -> lstm(hidden, cellState);
    }
  }

  private void simple(float[] hidden) {
    for (int i = 0; i < size; i++) {
      float sum = fromInput[i] + fromHidden[i];
      hidden[i] = cell == Cell.RNN_TANH ? tanh(sum) : Math.max(0, sum);
    }
  }

  private void gated(float[] hidden) {
    int resetGate = size;
    int hiddenGate = 2 * size;
    float[] reset = new float[size];
    for (int i = 0; i < size; i++) {
      reset[i] = sigmoid(fromInput[resetGate + i] + fromHidden[resetGate + i]);
    }
    if (cell == Cell.GRU) {
      float[] kept = new float[size];
      for (int i = 0; i < size; i++) {
        kept[i] = reset[i] * hidden[i];
      }
      float[] update = fromHidden.clone();
      product(recurrence, recurrenceBias, kept, 0, size, fromHidden);
      System.arraycopy(update, 0, fromHidden, 0, size);
    } else {
      for (int i = 0; i < size; i++) {
        fromHidden[hiddenGate + i] *= reset[i];
      }
    }
    for (int i = 0; i < size; i++) {
      float update = sigmoid(fromInput[i] + fromHidden[i]);
      float candidate = tanh(fromInput[hiddenGate + i] + fromHidden[hiddenGate + i]);
      hidden[i] = (1 - update) * candidate + update * hidden[i];
    }
  }

  private void lstm(float[] hidden, float[] state) {
    for (int i = 0; i < size; i++) {
      float before = state[i];
      float in = sigmoid(gate(0, i) + peephole[i] * before);
      float forget = sigmoid(gate(2, i) + peephole[2 * size + i] * before);
      float next = forget * before + in * tanh(gate(3, i));
      state[i] = Math.max(-clip, Math.min(clip, next));
      float out = sigmoid(gate(1, i) + peephole[size + i] * state[i]);
      hidden[i] = out * tanh(state[i]);
    }
  }

  private float gate(int gate, int i) {
    return fromInput[gate * size + i] + fromHidden[gate * size + i];
  }

  private static void product(
      float[] matrix, float[] bias, float[] vector, int start, int length, float[] out) {
    for (int row = 0; row < out.length; row++) {
      float sum = bias[row];
      for (int i = 0; i < length; i++) {
        sum += matrix[row * length + i] * vector[start + i];
      }
      out[row] = sum;
    }
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  private static float tanh(float x) {
    return (float) Math.tanh(x);
  }
}
