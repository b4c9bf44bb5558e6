package dev.upcall.compiler.quant;

import java.util.Objects;

/**
 * How a float network becomes one of integers.
 *
 * @param calibrator how an activation's range follows from calibration data
 * @param equalize whether channels between layers are evened out first, by {@link
 *     dev.upcall.compiler.pass.EqualizeChannels}
 * @param correctBias whether biases take back by how much the calibration data's mean output shifts
 *     (Nagel et al., Data-Free Quantization, ICCV 2019, section 4.2, with data)
 * @param rounding how weights become whole steps
 */
public record QuantOptions(
    RangeRule calibrator,
    boolean equalize,
    boolean correctBias,
    WeightRounding rounding,
    WeightBits weights) {
  /** What is done where nothing else is said. */
  public static final QuantOptions STANDARD =
      new QuantOptions(RangeRule.MIN_MAX, false, false, WeightRounding.NEAREST, WeightBits.INT8);

  /** What is done with weights of these bits where nothing else is said. */
  public static QuantOptions standard(WeightBits weights) {
    return weights.equals(WeightBits.INT8)
        ? STANDARD
        : new QuantOptions(RangeRule.MIN_MAX, false, true, WeightRounding.FEEDBACK, weights);
  }

  public QuantOptions {
    Objects.requireNonNull(calibrator);
    Objects.requireNonNull(rounding);
    Objects.requireNonNull(weights);
  }

  public QuantOptions withCalibrator(RangeRule rule) {
    return new QuantOptions(rule, equalize, correctBias, rounding, weights);
  }

  public QuantOptions withEqualization(boolean equalizes) {
    return new QuantOptions(calibrator, equalizes, correctBias, rounding, weights);
  }

  public QuantOptions withBiasCorrection(boolean corrects) {
    return new QuantOptions(calibrator, equalize, corrects, rounding, weights);
  }

  public QuantOptions withRounding(WeightRounding rule) {
    return new QuantOptions(calibrator, equalize, correctBias, rule, weights);
  }

  public QuantOptions withWeights(WeightBits bits) {
    return new QuantOptions(calibrator, equalize, correctBias, rounding, bits);
  }

  /** Whether layers are seen with the calibration samples one after another. */
  boolean needsSamples() {
    return correctBias || rounding == WeightRounding.FEEDBACK;
  }
}
