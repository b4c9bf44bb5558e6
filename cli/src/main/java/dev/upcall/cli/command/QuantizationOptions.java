package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.compiler.quant.Activations;
import dev.upcall.compiler.quant.MixedBudget;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.quant.WeightRounding;
import dev.upcall.core.calibration.RangeRule;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The options that say how a float network becomes one of integers. */
final class QuantizationOptions {
  private static final Map<String, Boolean> SWITCH = Map.of("on", true, "off", false);

  private static final double MAX_DROP = 100;

  private QuantizationOptions() {}

  static Options add(Options options) {
    return options
        .addOption(
            option(
                "calibrator",
                "rule",
                "range of activations: minmax, percentile, entropy or mse (default)"))
        .addOption(
            option("weights", "type", "int8 (default), int4, or mixed: chosen layer by layer"))
        .addOption(
            option(
                "activations",
                "type",
                "int8 (default), or int16 between int8 input and output, with int8 weights"))
        .addOption(
            option(
                "flash-budget",
                "bytes",
                "what weights may take: layers get 4 bits, those first that cost least"))
        .addOption(
            option(
                "accuracy-drop",
                "points",
                "points that may be lost on the select split, else exit code 6; with a budget of"
                    + " flash or RAM, or --weights mixed (default 0.5), numbers are chosen so"))
        .addOption(option("rounding", "rule", "of weights: nearest or feedback (default)"))
        .addOption(
            option("bias-correction", "on|off", "biases take back the mean shift (default on)"))
        .addOption(
            option("equalize", "on|off", "even out channels between layers first (default off)"));
  }

  static QuantOptions of(CommandLine line) {
    String type =
        Arguments.choice(
            line,
            "weights",
            Map.of("int8", "int8", "int4", "int4", "mixed", "mixed"),
            line.hasOption("flash-budget") ? "mixed" : "int8");
    boolean mixed = type.equals("mixed");
    if (line.hasOption("flash-budget") && !mixed) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("--weights")
          .found("%s, and a budget to choose them by", type)
          .fix("leave one of them away")
          .toException();
    }
    // RAM alone is the memory plan's; with accuracy there is something to choose.
    boolean activations =
        line.hasOption("ram-budget")
            && line.hasOption("accuracy-drop")
            && !line.hasOption("weights")
            && !line.hasOption("activations");
    boolean chosen = mixed || activations;
    if (mixed && line.hasOption("activations")) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("--activations")
          .found("numbers that are to be chosen by a budget")
          .fix("leave it away, or --flash-budget and --weights mixed")
          .toException();
    }
    double drop = Arguments.number(line, "accuracy-drop", 0, MAX_DROP, -1);
    QuantOptions standard =
        QuantOptions.STANDARD.withWeights(type.equals("int8") ? WeightBits.INT8 : WeightBits.INT4);
    return new QuantOptions(
        Arguments.choice(line, "calibrator", calibrators(), standard.calibrator()),
        Arguments.choice(line, "equalize", SWITCH, standard.equalize()),
        Arguments.choice(line, "bias-correction", SWITCH, standard.correctBias()),
        Arguments.choice(line, "rounding", roundings(), standard.rounding()),
        standard.weights(),
        activations(line, type),
        chosen ? Optional.of(budget(line, mixed)) : Optional.empty(),
        chosen || drop < 0 ? OptionalDouble.empty() : OptionalDouble.of(drop));
  }

  private static Activations activations(CommandLine line, String weights) {
    Activations type =
        Arguments.choice(
            line,
            "activations",
            Map.of("int8", Activations.INT8, "int16", Activations.INT16),
            Activations.INT8);
    if (type == Activations.INT16 && !weights.equals("int8")) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("--activations")
          .found("int16 with weights that are %s", weights)
          .need("--weights int8, the only ones that TFLite's 16x8 kernels take")
          .toException();
    }
    return type;
  }

  private static MixedBudget budget(CommandLine line, boolean mixed) {
    int bytes = Arguments.integer(line, "flash-budget", 1, Integer.MAX_VALUE, 0);
    double drop = Arguments.number(line, "accuracy-drop", 0, MAX_DROP, -1);
    if (bytes == 0 && drop < 0) {
      return MixedBudget.STANDARD;
    }
    return new MixedBudget(
        bytes == 0 ? OptionalInt.empty() : OptionalInt.of(bytes),
        drop < 0 ? OptionalDouble.empty() : OptionalDouble.of(drop),
        mixed);
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
