package dev.upcall.cli.command;

import dev.upcall.cli.Console;
import dev.upcall.compiler.report.LeaveOneOut;
import dev.upcall.compiler.report.PairedLoss;
import dev.upcall.compiler.report.QuantStudy;
import java.util.Locale;
import java.util.Optional;

/** Prints what quantisation costs. */
final class QuantizeText {
  private static final int NAME_WIDTH = 30;

  private QuantizeText() {}

  static void print(QuantStudy study, Console console) {
    console.line("%s, layers on %d samples of %s:", study.stage(), study.samples(), study.origin());
    console.line(
        "  %-30s %-18s %4s %9s %8s %9s %8s",
        "layer", "operator", "bits", "weights B", "SQNR dB", "alone dB", "points");
    for (QuantStudy.Layer layer : study.layers()) {
      Optional<LeaveOneOut.Cost> alone = layer.alone();
      console.line(
          "  %-30s %-18s %4s %9s %8s %9s %8s",
          shortened(layer.name()),
          layer.operator(),
          layer.weightBits() == 0 ? "" : layer.weightBits(),
          layer.weightBits() == 0 ? "" : layer.weightBytes(),
          decibel(layer.sqnr()),
          alone.map(cost -> decibel(cost.sqnr())).orElse(""),
          alone
              .flatMap(LeaveOneOut.Cost::lossPoints)
              .map(points -> String.format(Locale.ROOT, "%.2f", points))
              .orElse(""));
    }
    console.line("  output %s dB; %d B of weights", decibel(study.sqnr()), study.weightBytes());
    study
        .accuracy()
        .ifPresent(
            accuracy ->
                console.line(
                    "  as floats %.2f %%, as integers %.2f %%: %s",
                    100 * accuracy.floats(), 100 * accuracy.integers(), loss(accuracy.loss())));
  }

  static String loss(PairedLoss loss) {
    return String.format(
        Locale.ROOT,
        "%.2f points lost (95 %%: %.2f to %.2f, n = %d)",
        loss.points(),
        loss.low(),
        loss.high(),
        loss.n());
  }

  private static String decibel(double sqnr) {
    return Double.isInfinite(sqnr) ? "exact" : String.format(Locale.ROOT, "%.1f", sqnr);
  }

  /** TFLite's names are lists of what was fused; the end tells layers apart. */
  private static String shortened(String name) {
    return name.length() <= NAME_WIDTH
        ? name
        : "…" + name.substring(name.length() - NAME_WIDTH + 1);
  }
}
