package dev.upcall.compiler.emit;

import dev.upcall.compiler.quant.ChannelScaling;
import java.util.ArrayList;
import java.util.List;

/** The constant arrays of a layer with weights. */
final class LayerArrays {
  private LayerArrays() {}

  /**
   * @param weights as the kernel reads them
   * @param bias as {@link #foldZeroPoint} leaves it, or as the model has it if the kernel subtracts
   *     the zero point from its inputs
   */
  static List<CArray> of(String prefix, byte[] weights, int[] bias, ChannelScaling scaling) {
    List<CArray> arrays =
        new ArrayList<>(
            List.of(
                CArray.ofBytes(prefix + "_values", weights),
                CArray.ofInts(prefix + "_bias", bias)));
    arrays.addAll(scaling(prefix, scaling));
    return arrays;
  }

  /** Multipliers and shifts alone. */
  static List<CArray> scaling(String prefix, ChannelScaling scaling) {
    int channels = scaling.factors().size();
    int[] multipliers = new int[channels];
    byte[] rights = new byte[channels];
    for (int channel = 0; channel < channels; channel++) {
      multipliers[channel] = scaling.factor(channel).multiplier();
      rights[channel] = (byte) (-2 - scaling.factor(channel).shift());
    }
    return List.of(
        CArray.ofInts(prefix + "_multiplier", multipliers),
        CArray.ofBytes(prefix + "_right", rights));
  }

  /**
   * The bias with which a kernel need not subtract the zero point from each input: bias - zero
   * point * sum of the weights. Wraps, as the accumulators do.
   *
   * @param weights [channels, taps]
   */
  static int[] foldZeroPoint(int[] bias, byte[] weights, int inputZero) {
    int[] folded = bias.clone();
    int taps = weights.length / bias.length;
    for (int i = 0; i < weights.length; i++) {
      folded[i / taps] -= inputZero * weights[i];
    }
    return folded;
  }
}
