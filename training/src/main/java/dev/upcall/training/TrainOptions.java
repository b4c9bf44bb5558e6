package dev.upcall.training;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Project;
import dev.upcall.training.settings.Method;
import dev.upcall.training.settings.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The command line of {@code upcall train}. */
final class TrainOptions {
  static final String USAGE =
      """
      usage: upcall train <project folder> [options]

      Trains the members of ensemble.yaml as training.yaml says, fits a head for every
      subset of them, and writes all as ONNX to where the manifest names them.

        --folds LIST     folds of the cross-fitting: 0 (default), 0,3 or all
        --method NAME    mel or independent, instead of training.yaml's
        --epochs N       instead of training.yaml's number
        --samples N      train on this many at most
        --seed N         of everything random; 1 by default
        --log FILE       losses per epoch as CSV; training-log.csv in the project by default
        --json           the report as JSON
        --help           this text
      """;

  private static final List<String> WITH_VALUE =
      List.of("folds", "method", "epochs", "samples", "seed", "log");
  private static final long MAX_SEED = 1L << 40;

  private final CommandLine line;

  private TrainOptions(CommandLine line) {
    this.line = line;
  }

  /**
   * Reads the options.
   *
   * @throws ParseException for an unknown option or not exactly one folder
   */
  static TrainOptions parse(String... arguments) throws ParseException {
    Options options = new Options();
    WITH_VALUE.forEach(name -> options.addOption(Option.builder().longOpt(name).hasArg().get()));
    options.addOption(Option.builder().longOpt("json").get());
    options.addOption(Option.builder("h").longOpt("help").get());
    CommandLine line = new DefaultParser().parse(options, arguments);
    if (!line.hasOption("help") && line.getArgList().size() != 1) {
      throw new ParseException("one project folder is needed, found " + line.getArgList());
    }
    return new TrainOptions(line);
  }

  boolean help() {
    return line.hasOption("help");
  }

  boolean json() {
    return line.hasOption("json");
  }

  Path folder() {
    return Path.of(line.getArgList().get(0));
  }

  Path log(Project project) {
    return line.hasOption("log")
        ? Path.of(line.getOptionValue("log"))
        : project.folder().resolve("training-log.csv");
  }

  long seed() {
    return number("seed", line.getOptionValue("seed", "1"), 0, MAX_SEED);
  }

  /** Folds asked for, in the order written. */
  List<Integer> folds(Project project) {
    int count =
        project.manifest().data().map(Manifest.DataSpec::splits).map(s -> s.folds()).orElse(0);
    int last = Math.max(1, count) - 1;
    String text = line.getOptionValue("folds", "0");
    if (text.equals("all")) {
      return IntStream.rangeClosed(0, last).boxed().toList();
    }
    List<Integer> folds = new ArrayList<>();
    for (String part : text.split(",")) {
      folds.add((int) number("folds", part, 0, last));
    }
    return folds;
  }

  /** The settings with what the command line has in their stead. */
  TrainingSettings apply(TrainingSettings settings) {
    TrainingSettings applied = settings;
    if (line.hasOption("method")) {
      String name = line.getOptionValue("method");
      applied =
          applied.withMethod(
              Method.of(name)
                  .orElseThrow(
                      () -> usage("--method " + name, String.join(" or ", Method.keys()))));
    }
    if (line.hasOption("epochs")) {
      long epochs = number("epochs", line.getOptionValue("epochs"), 1, 100_000);
      applied = applied.withEpochs((int) epochs);
    }
    if (line.hasOption("samples")) {
      long samples = number("samples", line.getOptionValue("samples"), 1, Integer.MAX_VALUE);
      applied = applied.withSamples((int) samples);
    }
    return applied;
  }

  private static long number(String option, String text, long lo, long hi) {
    if (text.matches("\\d{1,15}")) {
      long value = Long.parseLong(text);
      if (value >= lo && value <= hi) {
        return value;
      }
    }
    throw usage("--" + option + " " + text, "a whole number of " + lo + " to " + hi);
  }

  private static RuntimeException usage(String found, String need) {
    return Diagnostic.of(TrainingCode.USAGE).found("%s", found).need("%s", need).toException();
  }
}
