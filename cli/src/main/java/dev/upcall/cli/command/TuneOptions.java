package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.core.decision.tune.Fit;
import dev.upcall.core.decision.tune.Guarantee;
import dev.upcall.core.decision.tune.Quantity;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The options that say what a ladder is tuned for. */
final class TuneOptions {
  private static final double DEFAULT_MAX_UPCALLS = 0.2;
  private static final double MOST = 1e9;

  /** As few upcalls as a guarantee allows. */
  private static final Target FEWEST_UPCALLS = Target.leastCost(1, 0);

  private TuneOptions() {}

  static Options add(Options options) {
    return options
        .addOption(
            option(
                "target-accuracy",
                "fraction",
                "least accuracy of the whole ladder, 0..1; then as little energy (with --profile)"
                    + " or as few upcalls as possible"))
        .addOption(
            option(
                "max-upcalls",
                "fraction",
                "greatest share of samples to upcall, 0..1; then as accurate as possible (default"
                    + " 0.2, where no other target is given)"))
        .addOption(option("max-energy", "mJ", "greatest mean energy of the device for a sample"))
        .addOption(option("max-latency", "ms", "greatest mean time from a sample to its answer"))
        .addOption(
            option(
                "offload-cost",
                "price",
                "of an upcall; with --error-cost: the least mean cost of a sample"))
        .addOption(option("error-cost", "price", "of a wrong answer of the ladder"))
        .addOption(
            option(
                "profile",
                "id|file",
                "device whose time and energy count: nrf52840-ble, stm32l4r5-uart, stm32h743-wifi,"
                    + " or a profile.yaml of your own"))
        .addOption(
            option(
                "guarantee",
                "alpha,delta",
                "at most alpha of the accepted answers wrong, with confidence 1 - delta; tested on"
                    + " the guarantee split, which is good for one test"))
        .addOption(
            option(
                "fit",
                "label",
                "of a logistic regression: right (the device's answer is; default), or gain (the"
                    + " host's answer is better)"));
  }

  /** All that is asked at once. */
  static Target target(CommandLine line) {
    Optional<Target> target = Optional.empty();
    Map<String, Quantity> bounds = new LinkedHashMap<>();
    bounds.put("target-accuracy", Quantity.ACCURACY);
    bounds.put("max-upcalls", Quantity.UPCALLS);
    bounds.put("max-energy", Quantity.ENERGY);
    bounds.put("max-latency", Quantity.LATENCY);
    for (Map.Entry<String, Quantity> bound : bounds.entrySet()) {
      if (line.hasOption(bound.getKey())) {
        double most = bound.getValue().isCost() ? MOST : 1;
        double value = Arguments.number(line, bound.getKey(), 0, most, 0);
        Target next = Target.of(bound.getValue(), value);
        target = Optional.of(target.map(t -> t.and(next)).orElse(next));
      }
    }
    Optional<Target> prices = prices(line);
    if (prices.isPresent()) {
      target = Optional.of(target.map(t -> t.and(prices.get())).orElse(prices.get()));
    }
    Target absent =
        line.hasOption("guarantee") ? FEWEST_UPCALLS : Target.maxUpcalls(DEFAULT_MAX_UPCALLS);
    return requireProfile(line, target.orElse(absent));
  }

  private static Optional<Target> prices(CommandLine line) {
    if (line.hasOption("offload-cost") != line.hasOption("error-cost")) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("upcall tune")
          .found("one of --offload-cost and --error-cost")
          .need("both: their ratio decides")
          .toException();
    }
    return line.hasOption("offload-cost")
        ? Optional.of(
            Target.leastCost(
                Arguments.number(line, "offload-cost", 0, MOST, 0),
                Arguments.number(line, "error-cost", 0, MOST, 0)))
        : Optional.empty();
  }

  private static Target requireProfile(CommandLine line, Target target) {
    if (target.needsCosts() && !line.hasOption("profile")) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("upcall tune")
          .found("a bound of energy or latency without a device")
          .need("--profile")
          .fix("for example --profile nrf52840-ble; docs/policies.md lists them")
          .toException();
    }
    return target;
  }

  static Optional<Guarantee> guarantee(CommandLine line) {
    String text = line.getOptionValue("guarantee");
    if (text == null) {
      return Optional.empty();
    }
    try {
      String[] parts = text.split(",", -1);
      if (parts.length == 2) {
        return Optional.of(
            new Guarantee(Double.parseDouble(parts[0]), Double.parseDouble(parts[1])));
      }
    } catch (NumberFormatException e) {
      // The diagnostic below says it.
    }
    throw Diagnostic.of(CliCode.BAD_NUMBER, "--guarantee")
        .found("\"%s\"", text)
        .need("alpha,delta: two numbers between 0 and 1")
        .fix("0.05,0.1: at most 5 % wrong among accepted, with 90 % confidence")
        .toException();
  }

  static Fit fit(CommandLine line) {
    return Arguments.choice(line, "fit", Map.of("right", Fit.RIGHT, "gain", Fit.GAIN), Fit.RIGHT);
  }
}
