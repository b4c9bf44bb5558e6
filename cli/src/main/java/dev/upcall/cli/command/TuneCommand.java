package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.ladder.Folds;
import dev.upcall.cli.ladder.Replay;
import dev.upcall.cli.ladder.Tuning;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.decision.tune.LadderCount;
import dev.upcall.core.decision.tune.LadderSamples;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall tune}: fits a project's decision policy for a stated target. */
public final class TuneCommand implements Command {
  private static final double DEFAULT_MAX_UPCALLS = 0.2;

  /** Points of accuracy that int8 may cost, 0..1, before a warning says so. */
  private static final double QUANTISATION_LOSS = 0.05;

  @Override
  public String name() {
    return "tune";
  }

  @Override
  public String summary() {
    return "fit the decision policy for a stated accuracy or number of upcalls";
  }

  @Override
  public String arguments() {
    return "<project>";
  }

  @Override
  public String description() {
    return """
    Fits the parameters that ensemble.yaml calls "tuned" and writes them to tuned.yaml beside the
    models. Temperature comes from the select split, everything else from the tune split (one half
    fits, the other chooses); the test split is not touched. Device scores are the firmware's, bit
    for bit, where tune and compile are given the same options of quantisation.

      upcall tune examples/digits --max-upcalls 0.2
      upcall tune examples/digits --target-accuracy 0.98
    """;
  }

  @Override
  public Options options() {
    return QuantizationOptions.add(new Options())
        .addOption(
            option(
                "target-accuracy",
                "fraction",
                "least accuracy of the whole ladder, 0..1; then as few upcalls as possible"))
        .addOption(
            option(
                "max-upcalls",
                "fraction",
                "greatest share of samples to upcall, 0..1; then as accurate as possible"
                    + " (default 0.2)"))
        .addOption(option("fold", "k|all", "cross-fitting fold to tune (default 0)"))
        .addOption(
            option(
                "precision",
                "type",
                "of the device's networks: int8 (default), or float32 as it will be compiled"));
  }

  @Override
  public void run(CommandLine line, Console console) {
    Project project = ProjectLoader.load(Arguments.onePath(line, "<project>"));
    Target target = target(line);
    QuantOptions numbers = QuantizationOptions.of(line);
    Precision precision = FirmwareOptions.precision(line);
    List<Result> results = new ArrayList<>();
    for (Project fold : Folds.of(project, line.getOptionValue("fold", "0"))) {
      try (Replay replay = new Replay(fold, numbers, precision)) {
        Tuning tuning = Tuning.fit(replay, target);
        tuning.save(fold, numbers, precision);
        LadderCount count = tuning.policy().count();
        console.line("fold %d, %s, for %s:", fold.fold(), tuning.policy().use(), target);
        tuning
            .policy()
            .parameters()
            .forEach((name, value) -> console.line("  %-12s %s", name, value));
        console.line(
            "  on the tune split: %.1f %% right with %.1f %% upcalls (n = %d)",
            100 * count.accuracy(), 100 * count.upcallFraction(), count.samples());
        Alone alone = Alone.of(replay);
        console.line(
            "  there the device alone %.1f %% (as float %.1f %%), the host alone %.1f %% (n = %d)",
            100 * alone.device(), 100 * alone.deviceAsFloat(), 100 * alone.host(), alone.n());
        if (alone.deviceAsFloat() - alone.device() > QUANTISATION_LOSS) {
          console.step(
              "warning: int8 costs the device's member much of its accuracy; members trained too"
                  + " briefly do that: see epochs in training.yaml");
        }
        console.line("  written to %s", fold.resolve("tuned.yaml"));
        results.add(
            new Result(
                fold.fold(),
                tuning.policy().use(),
                tuning.policy().parameters(),
                count.accuracy(),
                count.upcallFraction(),
                count.samples(),
                alone));
      }
    }
    console.json(results);
  }

  private record Result(
      int fold,
      String policy,
      Map<String, Double> parameters,
      double accuracy,
      double upcallFraction,
      int n,
      Alone alone) {}

  /**
   * Accuracies, 0..1, of each tier by itself on the whole tune split: what the ladder is made of.
   */
  private record Alone(double device, double deviceAsFloat, double host, int n) {
    static Alone of(Replay replay) {
      LadderSamples samples = replay.samples(Split.TUNE);
      int n = samples.size();
      return new Alone(
          LadderCount.of(scores -> Verdict.ACCEPT, samples).accuracy(),
          (double) replay.floatRight(Split.TUNE) / n,
          LadderCount.of(scores -> Verdict.UPCALL, samples).accuracy(),
          n);
    }
  }

  private static Target target(CommandLine line) {
    if (line.hasOption("target-accuracy") && line.hasOption("max-upcalls")) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("upcall tune")
          .found("--target-accuracy and --max-upcalls together")
          .need("one of them: the tuner makes the other as good as it can be")
          .toException();
    }
    return line.hasOption("target-accuracy")
        ? Target.accuracy(Arguments.number(line, "target-accuracy", 0, 1, 0))
        : Target.maxUpcalls(Arguments.number(line, "max-upcalls", 0, 1, DEFAULT_MAX_UPCALLS));
  }
}
