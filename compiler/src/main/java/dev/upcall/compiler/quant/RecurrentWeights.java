package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;

/**
 * One of a recurrent layer's matrices with its bias, in integers: int8 symmetric with a scale for
 * each row, int32 in steps of vector scale * row scale.
 *
 * @param bound the greatest magnitude that a scaled sum reaches before its last shift
 */
record RecurrentWeights(
    TensorType type, ConstantData weights, TensorType biasType, ConstantData bias, long bound) {
  private static final int MAX_WEIGHT = 127;

  /** Largest |x - zero point|. */
  private static final int MAX_VECTOR = 255;

  /**
   * @param weights [rows, depth]
   * @param vectorScale of what the matrix is multiplied with
   */
  static RecurrentWeights of(float[] weights, float[] bias, Shape shape, float vectorScale) {
    int depth = shape.dim(1);
    byte[] steps = new byte[weights.length];
    int[] biases = new int[bias.length];
    List<QParams> scales = new ArrayList<>();
    List<QParams> biasScales = new ArrayList<>();
    long bound = 0;
    for (int row = 0; row < bias.length; row++) {
      float scale = scale(weights, row * depth, depth, bias[row], vectorScale);
      long sum = 0;
      for (int i = row * depth; i < (row + 1) * depth; i++) {
        long step = Math.round((double) weights[i] / scale);
        steps[i] = (byte) Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, step));
        sum += (long) MAX_VECTOR * Math.abs(steps[i]);
      }
      biases[row] = (int) Math.round(bias[row] / ((double) vectorScale * scale));
      scales.add(new QParams(scale, 0));
      biasScales.add(new QParams(vectorScale * scale, 0));
      double factor = Math.scalb((double) vectorScale * scale, -RecurrentScaling.GATE_POWER);
      int up = Math.max(0, FixedPoint.of(factor).shift());
      bound = Math.max(bound, Math.multiplyExact(sum + Math.abs((long) biases[row]), 1L << up));
    }
    Shape rows = Shape.of(bias.length);
    return new RecurrentWeights(
        new TensorType(DType.INT8, shape, scales),
        ConstantData.ofBytes(steps),
        new TensorType(DType.INT32, rows, biasScales),
        ConstantData.ofInts(biases),
        bound);
  }

  /** Such that the largest weight and the bias fit; above 0 in an empty row too. */
  private static float scale(float[] weights, int from, int depth, float bias, float vectorScale) {
    float largest = 0;
    for (int i = from; i < from + depth; i++) {
      largest = Math.max(largest, Math.abs(weights[i]));
    }
    double forBias = Math.abs(bias) / ((double) vectorScale * (1 << 30));
    double forFactor = Math.scalb(1.0, RecurrentScaling.GATE_POWER - 24) / vectorScale;
    return (float) Math.max((double) largest / MAX_WEIGHT, Math.max(forBias, forFactor));
  }
}
