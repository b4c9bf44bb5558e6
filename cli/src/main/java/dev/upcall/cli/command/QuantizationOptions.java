package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.RangeRule;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.quant.WeightRounding;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The options that say how a float network becomes one of integers. */
final class QuantizationOptions {
  private static final Map<String, Boolean> SWITCH = Map.of("on", true, "off", false);

  private QuantizationOptions() {}

  static Options add(Options options) {
    return options
        .addOption(
            option(
                "calibrator",
                "rule",
                "range of activations: minmax (default), percentile, entropy or mse"))
        .addOption(option("weights", "type", "int8 (default) or int4"))
        .addOption(
            option("rounding", "rule", "of weights: nearest, or feedback (default for int4)"))
        .addOption(
            option("bias-correction", "on|off", "biases take back the mean shift (default: int4)"))
        .addOption(
            option("equalize", "on|off", "even out channels between layers first (default off)"));
  }

  static QuantOptions of(CommandLine line) {
    WeightBits weights =
        Arguments.choice(
            line,
            "weights",
            Map.of("int8", WeightBits.INT8, "int4", WeightBits.INT4),
            WeightBits.INT8);
    QuantOptions standard = QuantOptions.standard(weights);
    return new QuantOptions(
        Arguments.choice(line, "calibrator", calibrators(), standard.calibrator()),
        Arguments.choice(line, "equalize", SWITCH, standard.equalize()),
        Arguments.choice(line, "bias-correction", SWITCH, standard.correctBias()),
        Arguments.choice(line, "rounding", roundings(), standard.rounding()),
        weights);
  }

  private static Map<String, RangeRule> calibrators() {
    Map<String, RangeRule> byLabel = new LinkedHashMap<>();
    for (RangeRule rule : RangeRule.values()) {
      byLabel.put(rule.label(), rule);
    }
    return byLabel;
  }

  private static Map<String, WeightRounding> roundings() {
    Map<String, WeightRounding> byLabel = new LinkedHashMap<>();
    for (WeightRounding rule : WeightRounding.values()) {
      byLabel.put(rule.label(), rule);
    }
    return byLabel;
  }
}
