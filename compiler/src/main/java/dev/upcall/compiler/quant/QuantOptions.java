package dev.upcall.compiler.quant;

import dev.upcall.core.calibration.RangeRule;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a float network becomes one of integers.
 *
 * @param calibrator how an activation's range follows from calibration data
 * @param equalize whether channels between layers are evened out first, by {@link
 *     dev.upcall.compiler.pass.EqualizeChannels}
 * @param correctBias whether biases take back by how much the calibration data's mean output shifts
 *     (Nagel et al., Data-Free Quantization, ICCV 2019, section 4.2, with data)
 * @param rounding how weights become whole steps
 * @param weights bits of them
 * @param activations bits of what lies between input and output; 16 go with weights of 8
 * @param mixed if present, says in place of {@code weights} and {@code activations} within what
 *     they are chosen
 * @param gate points of accuracy that may be lost on the select split, if there is a bound
 */
public record QuantOptions(
    RangeRule calibrator,
    boolean equalize,
    boolean correctBias,
    WeightRounding rounding,
    WeightBits weights,
    Activations activations,
    Optional<MixedBudget> mixed,
    OptionalDouble gate) {
  /** What is done where nothing else is said: least noise at the outputs of all that was tried. */
  public static final QuantOptions STANDARD =
      new QuantOptions(
          RangeRule.MEAN_SQUARED_ERROR,
          false,
          true,
          WeightRounding.FEEDBACK,
          WeightBits.INT8,
          Activations.INT8,
          Optional.empty(),
          OptionalDouble.empty());

  public QuantOptions {
    Objects.requireNonNull(calibrator);
    Objects.requireNonNull(rounding);
    Objects.requireNonNull(weights);
    Objects.requireNonNull(activations);
    if (activations == Activations.INT16
        && (mixed.isPresent() || !weights.equals(WeightBits.INT8))) {
      throw new IllegalArgumentException("int16 activations go with int8 weights");
    }
  }

  public QuantOptions withCalibrator(RangeRule rule) {
    return new QuantOptions(
        rule, equalize, correctBias, rounding, weights, activations, mixed, gate);
  }

  public QuantOptions withEqualization(boolean equalizes) {
    return new QuantOptions(
        calibrator, equalizes, correctBias, rounding, weights, activations, mixed, gate);
  }

  public QuantOptions withBiasCorrection(boolean corrects) {
    return new QuantOptions(
        calibrator, equalize, corrects, rounding, weights, activations, mixed, gate);
  }

  public QuantOptions withRounding(WeightRounding rule) {
    return new QuantOptions(
        calibrator, equalize, correctBias, rule, weights, activations, mixed, gate);
  }

  public QuantOptions withWeights(WeightBits bits) {
    return new QuantOptions(
        calibrator, equalize, correctBias, rounding, bits, activations, Optional.empty(), gate);
  }

  public QuantOptions withActivations(Activations type) {
    return new QuantOptions(
        calibrator, equalize, correctBias, rounding, weights, type, mixed, gate);
  }

  /** The same with the bits of weights to be chosen within a budget, layer by layer. */
  public QuantOptions withMixedWeights(MixedBudget budget) {
    return new QuantOptions(
        calibrator,
        equalize,
        correctBias,
        rounding,
        weights,
        activations,
        Optional.of(budget),
        gate);
  }

  /** The same whatever accuracy that costs. */
  public QuantOptions withoutGate() {
    return new QuantOptions(
        calibrator,
        equalize,
        correctBias,
        rounding,
        weights,
        activations,
        mixed,
        OptionalDouble.empty());
  }

  /** Whether layers are seen with the calibration samples one after another. */
  boolean needsSamples() {
    return correctBias || rounding == WeightRounding.FEEDBACK;
  }

  /** The options of a command line that say the same; empty where nothing need be said. */
  public String commandLine() {
    StringBuilder line = new StringBuilder();
    if (mixed.isPresent()) {
      line.append(mixed.get().fourBits() ? " --weights mixed" : "");
      mixed.get().weightBytes().ifPresent(bytes -> line.append(" --flash-budget ").append(bytes));
      mixed
          .get()
          .accuracyDrop()
          .ifPresent(points -> line.append(" --accuracy-drop ").append(points));
    } else if (!weights.equals(WeightBits.INT8)) {
      line.append(" --weights int4");
    }
    if (activations != STANDARD.activations) {
      line.append(" --activations ").append(activations.label());
    }
    if (calibrator != STANDARD.calibrator) {
      line.append(" --calibrator ").append(calibrator.label());
    }
    if (equalize != STANDARD.equalize) {
      line.append(" --equalize ").append(equalize ? "on" : "off");
    }
    if (correctBias != STANDARD.correctBias) {
      line.append(" --bias-correction ").append(correctBias ? "on" : "off");
    }
    if (rounding != STANDARD.rounding) {
      line.append(" --rounding ").append(rounding.label());
    }
    gate.ifPresent(points -> line.append(" --accuracy-drop ").append(points));
    return line.toString();
  }
}
