package dev.upcall.cli.bench;

import dev.upcall.cli.CliCode;
import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.ToolVersion;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Nearest;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Suite {@code training}: every way to train against its baselines, on the same data with the same
 * schedule. A training takes minutes to half an hour, so each is kept as a {@link StudyCell}, and
 * only what is not there yet is trained.
 */
public final class TrainingSuite {
  public static final String NAME = "training";

  private static final String THROUGHPUT = "throughput";

  private final Console console;
  private final Options options;
  private final Targets targets = Targets.read();
  private final List<BenchRow> rows = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  /**
   * What to train.
   *
   * @param data name of the one study to train; the others are shown as they are recorded
   * @param seeds how many, from 1 on
   * @param recorded whether to train nothing at all
   */
  public record Options(Optional<String> data, int seeds, boolean recorded) {}

  public TrainingSuite(Console console, Options options) {
    this.console = console;
    this.options = options;
  }

  public BenchReport run() throws IOException {
    requireKnown();
    Map<String, Map<String, List<StudyCell>>> cells = new LinkedHashMap<>();
    for (Study study : Study.all()) {
      cells.put(study.data(), new LinkedHashMap<>());
    }
    // Seed by seed, so that a suite that is interrupted has a whole table of the first.
    for (long seed = 1; seed <= options.seeds(); seed++) {
      for (Study study : Study.all()) {
        collect(study, seed, cells.get(study.data()));
      }
    }
    cells.forEach((data, tasks) -> rows.addAll(StudyRows.of(data, tasks)));
    bestGain();
    throughput();
    return new BenchReport(
        NAME,
        ToolVersion.read(),
        "./upcall bench training --json docs/benchmarks/training.json",
        Map.of(),
        rows.stream().map(targets::set).toList(),
        skipped);
  }

  private void requireKnown() {
    List<String> names = new ArrayList<>(Study.all().stream().map(Study::data).toList());
    names.add(THROUGHPUT);
    options
        .data()
        .filter(name -> !names.contains(name))
        .ifPresent(
            name -> {
              throw Nearest.suggest(
                      Diagnostic.of(CliCode.UNKNOWN_MODEL, name)
                          .need("one of: %s", String.join(", ", names)),
                      name,
                      names)
                  .toException();
            });
  }

  /** MEL has to beat members trained by themselves clearly on one data set at least. */
  private void bestGain() {
    rows.stream()
        .filter(row -> row.name().endsWith(".pairGainOverIndependentErrors"))
        .max(Comparator.comparingDouble(BenchRow::value))
        .ifPresent(
            most ->
                rows.add(
                    BenchRow.higher(
                            "training.melOverIndependentErrors",
                            most.value(),
                            "paired standard errors",
                            most.n())
                        .note(most.name() + ", the most of all data sets")));
  }

  private void throughput() throws IOException {
    Study study = new Study(THROUGHPUT);
    cell(study, Study.base(), 1)
        .ifPresentOrElse(
            cell ->
                rows.add(
                    BenchRow.higher(
                            "training.imagesPerSecond", cell.samplesPerSecond(), "images/s", 1)
                        .note("ResNet-8 on CIFAR-10, float32, one thread, steps alone")),
            () -> skipped.add("training.imagesPerSecond: not measured"));
  }

  private void collect(Study study, long seed, Map<String, List<StudyCell>> cells)
      throws IOException {
    for (Study.Task task : study.tasks()) {
      Optional<StudyCell> cell = cell(study, task, seed);
      if (cell.isEmpty()) {
        skipped.add("%s.%s: seed %d is not trained".formatted(study.data(), task.name(), seed));
      } else if (cells.getOrDefault(task.name(), List.of()).size() == seed - 1) {
        cells.computeIfAbsent(task.name(), name -> new ArrayList<>()).add(cell.get());
      }
    }
  }

  private Optional<StudyCell> cell(Study study, Study.Task task, long seed) throws IOException {
    Path file =
        StudyCell.file(Home.path("docs/benchmarks/training"), study.data(), task.name(), seed);
    Optional<StudyCell> kept = StudyCell.read(file, study.settings(task));
    boolean asked = options.data().isEmpty() || options.data().get().equals(study.data());
    if (kept.isPresent() || options.recorded() || !asked) {
      return kept;
    }
    console.step("%s: %s, seed %d", study.data(), task.name(), seed);
    try {
      StudyCell trained =
          new StudyCell(
              study.data(),
              task.name(),
              seed,
              study.settings(task),
              new StudyTrainer(console).report(study, task, seed));
      trained.write(file);
      return Optional.of(trained);
    } catch (UpcallException e) {
      console.step("%s", e.getMessage());
      skipped.add(
          "%s.%s, seed %d: %s"
              .formatted(study.data(), task.name(), seed, e.diagnostics().get(0).title()));
      return Optional.empty();
    }
  }
}
