package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.op.Linear;

/**
 * Weights and bias of an operator of a model that was quantised elsewhere. Channels whose weights
 * are whole steps, -128..127 of them, keep these; others (weights of floats, or unsigned ones whose
 * zero point puts them beyond) are rounded to the nearest of 127 steps of their own.
 */
final class StatedWeights {
  private StatedWeights() {}

  static WeightQuantizer.Result of(
      Linear linear, float[] weights, float[] bias, float inputScale, float outputScale) {
    WeightQuantizer quantizer = new WeightQuantizer(linear, weights, bias, inputScale, Byte.SIZE);
    float[] scales = quantizer.scales(outputScale);
    float[][] channels = channels(linear, weights, bias.length);
    for (int c = 0; c < bias.length; c++) {
      double leastForBias = Math.abs(bias[c]) / (inputScale * (double) (1 << 30));
      float[] channel = channels[c];
      int index = c;
      Grid.symmetric(channel)
          .filter(scale -> scale >= leastForBias && !isZero(channel))
          .ifPresent(scale -> scales[index] = scale);
    }
    byte[] steps = new byte[weights.length];
    for (int i = 0; i < steps.length; i++) {
      double whole = Math.rint(weights[i] / (double) scales[linear.outputChannel(i)]);
      steps[i] = (byte) Math.max(-128, Math.min(127, whole));
    }
    return quantizer.result(scales, steps, new double[bias.length]);
  }

  /** The weights of each output channel. */
  private static float[][] channels(Linear linear, float[] weights, int count) {
    int[] sizes = new int[count];
    for (int i = 0; i < weights.length; i++) {
      sizes[linear.outputChannel(i)]++;
    }
    float[][] channels = new float[count][];
    for (int c = 0; c < count; c++) {
      channels[c] = new float[sizes[c]];
    }
    for (int i = weights.length - 1; i >= 0; i--) {
      int c = linear.outputChannel(i);
      channels[c][--sizes[c]] = weights[i];
    }
    return channels;
  }

  private static boolean isZero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
