package dev.upcall.training.quant;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.upcall.core.calibration.Observer;
import dev.upcall.core.calibration.RangeRule;
import dev.upcall.core.tensor.QParams;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.mel.Chunks;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the activations of a network are quantised: by the compiler's standard rule, from the same
 * samples, with the weights rounded and everything else in floats.
 */
final class Ranges {
  private final Map<String, QParams> ranges = new HashMap<>();

  private Ranges() {}

  /**
   * Runs the calibrate samples.
   *
   * @param input how the network's input is quantised, by the manifest
   */
  static Ranges of(
      NDManager manager,
      FoldedNetwork network,
      Weights weights,
      Bits bits,
      Samples calibrate,
      QParams input) {
    Map<String, Observer> observers = new HashMap<>();
    Rounding observing =
        new Rounding() {
          @Override
          public NDArray weights(NDArray values, boolean depthwise) {
            return FakeQuantize.weights(values, bits.of(depthwise));
          }

          @Override
          public NDArray activation(String range, NDArray x) {
            observers.computeIfAbsent(range, name -> new Observer()).observe(x.toFloatArray());
            return x;
          }
        };
    Chunks.each(manager, calibrate, (x, from) -> network.forward(x, weights, observing));
    Ranges ranges = new Ranges();
    observers.forEach(
        (name, seen) ->
            ranges.ranges.put(name, RangeRule.MEAN_SQUARED_ERROR.choose(seen).asymmetric()));
    ranges.ranges.put(network.input(), input);
    return ranges;
  }

  /** How the values of a range are quantised; none of what only chooses elements. */
  Optional<QParams> of(String range) {
    return Optional.ofNullable(ranges.get(range));
  }

  /** Rounds weights and activations by these ranges. */
  Rounding rounding(Bits bits) {
    return new Rounding() {
      @Override
      public NDArray weights(NDArray values, boolean depthwise) {
        return FakeQuantize.weights(values, bits.of(depthwise));
      }

      @Override
      public NDArray activation(String range, NDArray x) {
        return FakeQuantize.activation(x, of(range).orElseThrow());
      }
    };
  }
}
