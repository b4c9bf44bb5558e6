package dev.upcall.compiler.emit;

import dev.upcall.compiler.quant.ChannelScaling;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The constant arrays of a layer with weights. */
final class LayerArrays {
  private LayerArrays() {}

  /**
   * @param weights as the kernel reads them
   * @param channelOf maps an index of {@code weights} to its output channel
   * @param inputZero folded into the bias, so that the kernel need not subtract it from each input;
   *     wraps, as the accumulators do
   */
  static List<CArray> of(
      String prefix,
      byte[] weights,
      IntUnaryOperator channelOf,
      int[] bias,
      int inputZero,
      ChannelScaling scaling) {
    int[] folded = bias.clone();
    for (int i = 0; i < weights.length; i++) {
      folded[channelOf.applyAsInt(i)] -= inputZero * weights[i];
    }
    int channels = bias.length;
    int[] multipliers = new int[channels];
    byte[] shifts = new byte[channels];
    for (int channel = 0; channel < channels; channel++) {
      multipliers[channel] = scaling.factor(channel).multiplier();
      shifts[channel] = (byte) scaling.factor(channel).shift();
    }
    return List.of(
        CArray.ofBytes(prefix + "_values", weights),
        CArray.ofInts(prefix + "_bias", folded),
        CArray.ofInts(prefix + "_multiplier", multipliers),
        CArray.ofBytes(prefix + "_shift", shifts));
  }
}
