package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weights and bias of one operator as the TFLite int8 specification has them: weights symmetric per
 * output channel in -127..127, bias int32 in steps of input scale * weight scale.
 *
 * <p>A channel's scale has a floor, so that (1) its bias stays well within the accumulator, which
 * matters where weights are tiny or all zero, and (2) the multiplier that requantises it does not
 * vanish. Weights far below an output step lose precision by it that no output can show.
 */
final class WeightQuantizer {
  private static final int MAX_WEIGHT = 127;

  /** Largest |input - zero point|. */
  private static final int MAX_INPUT = 255;

  private final Linear op;
  private final float[] weights;
  private final float[] bias;
  private final double inputScale;

  WeightQuantizer(Linear op, float[] weights, float[] bias, float inputScale) {
    this.op = op;
    this.weights = weights;
    this.bias = bias;
    this.inputScale = inputScale;
  }

  /** What an operator gets in place of its float weights. */
  record Result(
      byte[] weights,
      List<QParams> weightQuantization,
      int[] bias,
      List<QParams> biasQuantization) {}

  /**
   * The greatest magnitude that the accumulator of any output channel can reach, whatever the
   * input.
   */
  static long accumulatorBound(Linear op, Result result) {
    long[] sums = new long[result.bias().length];
    for (int c = 0; c < sums.length; c++) {
      sums[c] = Math.abs((long) result.bias()[c]);
    }
    for (int i = 0; i < result.weights().length; i++) {
      sums[op.outputChannel(i)] += (long) MAX_INPUT * Math.abs(result.weights()[i]);
    }
    return Arrays.stream(sums).max().orElse(0);
  }

  /**
   * The coarsest step of an accumulator. An output scale below it would show nothing more, and
   * would shift accumulators left, where they can overflow.
   */
  double accumulatorStep() {
    double largest = 0;
    for (float scale : scales(0)) {
      largest = Math.max(largest, inputScale * scale);
    }
    return largest;
  }

  Result run(float outputScale) {
    float[] scales = scales(outputScale);
    byte[] quantized = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      double steps = weights[i] / (double) scales[op.outputChannel(i)];
      quantized[i] = (byte) Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, awayFromZero(steps)));
    }
    int[] quantizedBias = new int[bias.length];
    List<QParams> weightQuantization = new ArrayList<>();
    List<QParams> biasQuantization = new ArrayList<>();
    for (int c = 0; c < bias.length; c++) {
      double step = inputScale * scales[c];
      quantizedBias[c] = Math.toIntExact(awayFromZero(bias[c] / step));
      weightQuantization.add(new QParams(scales[c], 0));
      biasQuantization.add(new QParams((float) step, 0));
    }
    return new Result(quantized, weightQuantization, quantizedBias, biasQuantization);
  }

  private float[] scales(double outputScale) {
    float[] scales = new float[bias.length];
    for (int i = 0; i < weights.length; i++) {
      int c = op.outputChannel(i);
      scales[c] = Math.max(scales[c], Math.abs(weights[i]) / MAX_WEIGHT);
    }
    for (int c = 0; c < scales.length; c++) {
      double forBias = Math.abs(bias[c]) / (inputScale * (1 << 30));
      double forMultiplier = outputScale / (inputScale * (1 << 24));
      scales[c] = (float) Math.max(scales[c], Math.max(forBias, forMultiplier));
    }
    return scales;
  }

  /** Nearest integer, ties away from zero, as TFLite rounds. */
  private static long awayFromZero(double value) {
    return value < 0 ? -Math.round(-value) : Math.round(value);
  }
}
