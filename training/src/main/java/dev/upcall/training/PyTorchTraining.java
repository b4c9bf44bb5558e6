package dev.upcall.training;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.Nearest;
import dev.upcall.core.project.Project;
import dev.upcall.core.training.TrainingService;
import dev.upcall.training.settings.Method;
import dev.upcall.training.settings.SettingsLoader;
import dev.upcall.training.settings.TrainingSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What {@code upcall train} finds: the trainer with a progress bar and a log of the losses. */
public final class PyTorchTraining implements TrainingService {
  private static final long DEFAULT_SEED = 1;

  @Override
  public Report train(Project project, Options options, PrintStream progress, boolean terminal) {
    TrainingSettings settings = apply(options, SettingsLoader.load(project));
    Path file = options.log().orElse(project.folder().resolve("training-log.csv"));
    String name = file.getFileName().toString().replaceFirst("\\.csv$", "");
    try (CsvLog log = new CsvLog(file);
        CurvePicture picture =
            new CurvePicture(file.resolveSibling(name + ".svg"), System::nanoTime)) {
      ConsoleProgress console = new ConsoleProgress(progress, terminal, System::nanoTime);
      TrainReport report =
          new Trainer(options.processor())
              .train(
                  new TrainRequest(
                      project,
                      options.folds(),
                      settings,
                      options.seed().orElse(DEFAULT_SEED),
                      ProgressListener.all(List.of(console, log, picture)),
                      options.start()));
      return new Report(ReportTable.of(report), report);
    }
  }

  private static TrainingSettings apply(Options options, TrainingSettings settings) {
    TrainingSettings applied = settings;
    if (options.method().isPresent()) {
      applied = applied.withMethod(method(options.method().get()));
    }
    if (!options.members().isEmpty()) {
      applied = applied.withOnly(members(options.members(), settings));
    }
    if (options.epochs().isPresent()) {
      applied = applied.withEpochs(options.epochs().getAsInt());
    }
    if (options.limit().isPresent()) {
      applied = applied.withLimit(options.limit().getAsInt());
    }
    return applied;
  }

  private static Set<String> members(List<String> names, TrainingSettings settings) {
    Diagnostics diagnostics = new Diagnostics();
    for (String name : names) {
      if (!settings.members().containsKey(name)) {
        diagnostics.add(
            Nearest.suggest(
                Diagnostic.of(TrainingCode.UNKNOWN_NAME, "member", name)
                    .at("--member")
                    .need("one of %s", String.join(", ", settings.members().keySet())),
                name,
                settings.members().keySet()));
      }
    }
    diagnostics.throwIfAny();
    return Set.copyOf(names);
  }

  private static Method method(String name) {
    return Method.of(name)
        .orElseThrow(
            () ->
                Diagnostic.of(TrainingCode.UNKNOWN_NAME, "method", name)
                    .at("--method")
                    .need("one of %s", String.join(", ", Method.keys()))
                    .toException());
  }
}
