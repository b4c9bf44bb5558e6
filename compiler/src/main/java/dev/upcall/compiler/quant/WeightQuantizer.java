package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weights and bias of one operator as the TFLite specification has them: weights symmetric per
 * output channel in -127..127, or -7..7 in 4 bits, bias int32 in steps of input scale * weight
 * scale.
 *
 * <p>A channel's scale has a floor, so that (1) its bias stays well within the accumulator, which
 * matters where weights are tiny or all zero, and (2) the multiplier that requantises it does not
 * vanish. Weights far below an output step lose precision by it that no output can show.
 */
final class WeightQuantizer {
  /** Largest |input - zero point|. */
  private static final int MAX_INPUT = 255;

  /** Scales tried for few bits, where clipping the largest weights may lose least. */
  private static final int SHRINK_STEPS = 50;

  private static final double SMALLEST = 0.4;

  /** Scales tried on either side of the one that errs least without feedback. */
  private static final int FEEDBACK_SCALES = 8;

  private final Linear op;
  private final float[] weights;
  private final float[] bias;
  private final double inputScale;
  private final int bits;
  private final int maxWeight;

  /**
   * @param bits 8 or 4
   */
  WeightQuantizer(Linear op, float[] weights, float[] bias, float inputScale, int bits) {
    this.op = op;
    this.weights = weights;
    this.bias = bias;
    this.inputScale = inputScale;
    this.bits = bits;
    this.maxWeight = (1 << bits - 1) - 1;
  }

  /** What an operator gets in place of its float weights. */
  record Result(
      byte[] weights,
      List<QParams> weightQuantization,
      long[] bias,
      List<QParams> biasQuantization) {}

  /**
   * The greatest magnitude that the accumulator of any output channel can reach, whatever the
   * input.
   */
  static long accumulatorBound(Linear op, Result result) {
    long[] sums = new long[result.bias().length];
    for (int c = 0; c < sums.length; c++) {
      sums[c] = Math.abs(result.bias()[c]);
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

  /** A scale for each output channel. */
  float[] scales(double outputScale) {
    float[] scales = new float[bias.length];
    for (int i = 0; i < weights.length; i++) {
      int c = op.outputChannel(i);
      scales[c] = Math.max(scales[c], Math.abs(weights[i]) / maxWeight);
    }
    if (bits < Byte.SIZE) {
      clip(scales);
    }
    for (int c = 0; c < scales.length; c++) {
      double forBias = Math.abs(bias[c]) / (inputScale * (1 << 30));
      double forMultiplier = outputScale / (inputScale * (1 << 24));
      scales[c] = (float) Math.max(scales[c], Math.max(forBias, forMultiplier));
    }
    return scales;
  }

  /** Each weight to the nearest step. */
  byte[] nearest(float[] scales) {
    byte[] steps = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      steps[i] = (byte) step(weights[i] / (double) scales[op.outputChannel(i)]);
    }
    return steps;
  }

  /**
   * Rounded with feedback, and with few bits at the scale at which that errs least.
   *
   * @param scales as {@link #scales} gives them; those that change are overwritten
   * @param moments of the layer's inputs
   */
  byte[] withFeedback(float[] scales, LayerPatches patches, double[][] moments) {
    byte[] steps = new byte[weights.length];
    int group = -1;
    ErrorFeedback feedback = null;
    for (int c = 0; c < bias.length; c++) {
      if (feedback == null || patches.group(c) != group) {
        group = patches.group(c);
        feedback = new ErrorFeedback(moments[group], patches.taps());
      }
      double[] channel = new double[patches.taps()];
      for (int tap = 0; tap < channel.length; tap++) {
        channel[tap] = weights[patches.weight(c, tap)];
      }
      byte[] rounded = withFeedback(channel, scales, c, feedback);
      for (int tap = 0; tap < channel.length; tap++) {
        steps[patches.weight(c, tap)] = rounded[tap];
      }
    }
    return steps;
  }

  private byte[] withFeedback(double[] channel, float[] scales, int c, ErrorFeedback feedback) {
    float scale = scales[c];
    ErrorFeedback.Rounded best = feedback.round(channel, scale, maxWeight);
    for (int i = 1; i <= FEEDBACK_SCALES && bits < Byte.SIZE; i++) {
      for (int direction = -1; direction <= 1; direction += 2) {
        float candidate = scale * (1 + direction * 0.5f * i / FEEDBACK_SCALES);
        if (Math.abs(bias[c]) > inputScale * candidate * (1 << 30)) {
          continue;
        }
        ErrorFeedback.Rounded rounded = feedback.round(channel, candidate, maxWeight);
        if (rounded.error() < best.error()) {
          best = rounded;
          scales[c] = candidate;
        }
      }
    }
    return best.steps();
  }

  /**
   * @param shift added to the bias, per output channel
   */
  Result result(float[] scales, byte[] steps, double[] shift) {
    long[] quantizedBias = new long[bias.length];
    List<QParams> weightQuantization = new ArrayList<>();
    List<QParams> biasQuantization = new ArrayList<>();
    for (int c = 0; c < bias.length; c++) {
      double step = inputScale * scales[c];
      quantizedBias[c] = Math.toIntExact(awayFromZero((bias[c] + shift[c]) / step));
      weightQuantization.add(new QParams(scales[c], 0));
      biasQuantization.add(new QParams((float) step, 0));
    }
    return new Result(steps, weightQuantization, quantizedBias, biasQuantization);
  }

  /** Shrinks scales to where rounding and clipping of the weights err least together. */
  private void clip(float[] scales) {
    float[] widest = scales.clone();
    double[] least = errors(widest);
    for (int i = 1; i <= SHRINK_STEPS; i++) {
      float[] candidates = widest.clone();
      for (int c = 0; c < candidates.length; c++) {
        candidates[c] *= (float) (1 - (1 - SMALLEST) * i / SHRINK_STEPS);
      }
      double[] errors = errors(candidates);
      for (int c = 0; c < scales.length; c++) {
        if (errors[c] < least[c]) {
          least[c] = errors[c];
          scales[c] = candidates[c];
        }
      }
    }
  }

  /** Sums of squared errors per channel. */
  private double[] errors(float[] scales) {
    double[] errors = new double[scales.length];
    for (int i = 0; i < weights.length; i++) {
      int c = op.outputChannel(i);
      if (scales[c] > 0) {
        double error = weights[i] - step(weights[i] / (double) scales[c]) * scales[c];
        errors[c] += error * error;
      }
    }
    return errors;
  }

  private long step(double steps) {
    return Math.max(-maxWeight, Math.min(maxWeight, awayFromZero(steps)));
  }

  /** Nearest integer, ties away from zero, as TFLite rounds. */
  private static long awayFromZero(double value) {
    return value < 0 ? -Math.round(-value) : Math.round(value);
  }
}
