package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.flag;

import dev.upcall.cli.Console;
import dev.upcall.cli.inspect.Explanation;
import dev.upcall.cli.inspect.Explanation.Layer;
import dev.upcall.compiler.report.ModelReport;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The option {@code --explain}: why each layer is computed as it is. */
final class ExplanationText {
  private static final String OPTION = "explain";

  private ExplanationText() {}

  static Options add(Options options) {
    return options.addOption(
        flag(
            OPTION,
            "say for each layer which kernel computes it, its blocks, scratch and rounding, what it"
                + " is predicted to take, and why kernels that come first do not take it"));
  }

  /** Prints it if it is asked for; {@code otherwise} is the command's own JSON. */
  static void print(CommandLine line, ModelReport report, Object otherwise, Console console) {
    if (!line.hasOption(OPTION)) {
      console.json(otherwise);
      return;
    }
    Explanation explanation = Explanation.of(report);
    String row = "  %-18s %-32s %-32s %9s %12s  %s";
    console.line(
        row, "operator", "kernel", "blocks", "scratch B", "instructions", "requantisation");
    for (Layer layer : explanation.layers()) {
      console.line(
          row,
          layer.operator(),
          layer.kernel(),
          layer.blocking(),
          layer.scratchBytes(),
          layer.instructions().map(n -> String.format(Locale.ROOT, "%.0f", n)).orElse("?"),
          layer.requantization());
      layer.refused().forEach(reason -> console.line("    not a kernel before it: %s", reason));
    }
    console.json(explanation);
  }
}
