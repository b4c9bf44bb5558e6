package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.flag;
import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.Trainers;
import dev.upcall.cli.ladder.Folds;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.training.TrainingService;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.OptionGroup;
import org.apache.commons.cli.Options;

/**
 * {@code upcall train}: hands the project to the trainer, which the launcher puts on the class
 * path.
 */
public final class TrainCommand implements Command {
  private static final int MAX_EPOCHS = 100_000;
  private static final Map<String, TrainingService.Processor> PROCESSORS =
      Map.of("cpu", TrainingService.Processor.CPU, "cuda", TrainingService.Processor.CUDA);

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String summary() {
    return "train members and combiner heads jointly (fetches PyTorch the first time)";
  }

  @Override
  public String arguments() {
    return "<project>";
  }

  @Override
  public String description() {
    return """
    Trains the members of ensemble.yaml as training.yaml says, fits a head for every subset, and
    writes all as ONNX to where the manifest names them. Weights come from the train split,
    checkpoints and L2 from the select split. The methods:

      mel          all members at once, by the joint loss over all subsets of them
      independent  each by itself, then the heads: what MEL has to beat
      single       each by itself, no heads
      distil       each from the labels and a larger member's scores, then the heads
      early-exit   each by itself with its side exits, then the heads
      meanet       each by itself, then its branches for hard classes, then the heads
      fine-tune    each as its file has it, tuned for integers (quantizationAware), then the heads

    A training that is cut off, be it by kill -9, goes on behind its last whole epoch when the same
    command is given again, and ends in the same bytes.

      upcall train examples/digits
      upcall train examples/digits --fold all
      upcall train examples/digits --method single --member full
      upcall train my-project --epochs 1 --limit 1000
    """;
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(option("fold", "k|all", "cross-fitting fold to train (default 0)"))
        .addOption(option("method", "name", "one of the above, instead of training.yaml's"))
        .addOption(
            option("member", "a,b", "train these alone and leave the others' files (default all)"))
        .addOption(option("epochs", "n", "instead of training.yaml's"))
        .addOption(option("seed", "n", "of everything random (default 1)"))
        .addOption(option("limit", "n", "use at most n samples of each split: for a short try"))
        .addOption(
            option(
                "log",
                "file",
                "losses per epoch as CSV, their curves beside it as SVG (default training-log.csv"
                    + " in the project)"))
        .addOption(option("device", "cpu|cuda", "what computes (default cpu; docs/training.md)"))
        .addOptionGroup(
            new OptionGroup()
                .addOption(flag("fresh", "forget checkpoints instead of going on from them"))
                .addOption(
                    flag("finish", "no more epochs of what has begun: take the best so far")));
  }

  @Override
  public void run(CommandLine line, Console console) {
    Project project = ProjectLoader.load(Arguments.onePath(line, "<project>"));
    TrainingService.Options options =
        new TrainingService.Options(
            Folds.of(project, line.getOptionValue("fold", "0")).stream()
                .map(Project::fold)
                .toList(),
            Optional.ofNullable(line.getOptionValue("method")),
            Arrays.stream(line.getOptionValue("member", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList(),
            line.hasOption("epochs")
                ? OptionalInt.of(Arguments.integer(line, "epochs", 1, MAX_EPOCHS, 1))
                : OptionalInt.empty(),
            line.hasOption("seed")
                ? OptionalLong.of(Arguments.integer(line, "seed", 0, Integer.MAX_VALUE, 1))
                : OptionalLong.empty(),
            line.hasOption("limit")
                ? OptionalInt.of(Arguments.integer(line, "limit", 1, Integer.MAX_VALUE, 1))
                : OptionalInt.empty(),
            Optional.ofNullable(line.getOptionValue("log")).map(Path::of),
            start(line),
            Arguments.choice(line, "device", PROCESSORS, TrainingService.Processor.CPU));
    TrainingService.Report report =
        Trainers.find().train(project, options, console.progressStream(), console.isTerminal());
    console.line(report.text().stripTrailing());
    console.line("Next: upcall tune %s, for policies fitted to these models.", project.folder());
    console.json(report.data());
  }

  private static TrainingService.Start start(CommandLine line) {
    if (line.hasOption("fresh")) {
      return TrainingService.Start.FRESH;
    }
    return line.hasOption("finish") ? TrainingService.Start.FINISH : TrainingService.Start.RESUME;
  }
}
