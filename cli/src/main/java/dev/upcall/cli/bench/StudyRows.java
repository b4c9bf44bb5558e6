package dev.upcall.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Rows of one study from the cells that are there: means over each one's seeds. */
final class StudyRows {
  static final double POINTS = 100;

  private final String data;
  private final Map<String, List<StudyCell>> cells;
  private final List<BenchRow> rows = new ArrayList<>();

  /**
   * @param cells by task, each task's in the order of the same seeds
   */
  private StudyRows(String data, Map<String, List<StudyCell>> cells) {
    this.data = data;
    this.cells = cells;
  }

  static List<BenchRow> of(String data, Map<String, List<StudyCell>> cells) {
    StudyRows study = new StudyRows(data, cells);
    // MEANet's member is the light ones' twin; what its blocks make of it follows below.
    cells.keySet().stream()
        .filter(task -> !task.equals("meanet") && !task.equals(Study.QUANTIZED))
        .forEach(study::table);
    if (cells.containsKey("mel") && cells.containsKey(Study.BASE)) {
      study.melAgainstBase();
    }
    if (cells.containsKey("mel") && cells.containsKey("independent")) {
      study.melAgainstIndependent();
    }
    study.rows.addAll(LadderStudyRows.of(data, cells));
    if (cells.containsKey(Study.QUANTIZED)) {
      study.rows.addAll(QuantizedStudyRows.of(data, cells.get(Study.QUANTIZED)));
    }
    return study.rows;
  }

  /** Every subset of survivors: accuracy, size; and the mean of the members' probabilities. */
  private void table(String task) {
    List<StudyCell> seeds = cells.get(task);
    StudyCell first = seeds.get(0);
    String whole = first.whole();
    for (String key : first.subsets()) {
      String name = data + "." + task + (key.equals(whole) ? "" : "." + key);
      rows.add(accuracy(name + ".accuracy", seeds, cell -> cell.answers(key)));
      rows.add(BenchRow.lower(name + ".parameters", first.parameters(key), "weights", 1));
      rows.add(BenchRow.lower(name + ".macs", first.macs(key), "multiply-accumulates", 1));
      if (key.contains("+")) {
        rows.add(accuracy(name + ".average.accuracy", seeds, cell -> cell.average(key)));
      }
    }
  }

  private BenchRow accuracy(
      String name, List<StudyCell> seeds, Function<StudyCell, StudyCell.Answers> answers) {
    ToDoubleFunction<StudyCell> share = cell -> answers.apply(cell).accuracy();
    return spread(
        BenchRow.higher(name, mean(seeds, share), "share right", answers.apply(seeds.get(0)).of()),
        seeds,
        share);
  }

  private void melAgainstBase() {
    List<StudyCell> mel = cells.get("mel");
    List<StudyCell> base = cells.get(Study.BASE);
    String whole = mel.get(0).whole();
    PairedGain gap = PairedGain.of(answers(base, Study.BASE), answers(mel, whole));
    rows.add(
        interval(
            BenchRow.lower(
                data + ".mel.gapToBasePoints", POINTS * gap.gain(), "points", samples(mel)),
            gap));
    rows.add(
        BenchRow.lower(
            data + ".mel.parameterShare",
            (double) mel.get(0).parameters(whole) / base.get(0).parameters(Study.BASE),
            "of the base's",
            1));
    retention("retention", kept -> kept.min().orElseThrow());
    retention("retentionMean", kept -> kept.average().orElseThrow());
  }

  /** What a single loss leaves of all members' accuracy. */
  private void retention(String name, ToDoubleFunction<DoubleStream> over) {
    List<StudyCell> mel = cells.get("mel");
    ToDoubleFunction<StudyCell> kept =
        cell -> {
          double all = cell.answers(cell.whole()).accuracy();
          return over.applyAsDouble(
              cell.losses().values().stream().mapToDouble(left -> left / all));
        };
    rows.add(
        spread(
            BenchRow.higher(
                data + ".mel." + name, mean(mel, kept), "of all members' accuracy", samples(mel)),
            mel,
            kept));
  }

  private void melAgainstIndependent() {
    List<StudyCell> mel = cells.get("mel");
    String whole = mel.get(0).whole();
    PairedGain gain = PairedGain.of(answers(mel, whole), answers(cells.get("independent"), whole));
    rows.add(
        interval(
            BenchRow.higher(
                data + ".mel.pairGainOverIndependentPoints",
                POINTS * gain.gain(),
                "points",
                samples(mel)),
            gain));
    rows.add(
        BenchRow.higher(
            data + ".mel.pairGainOverIndependentErrors",
            gain.errors(),
            "paired standard errors",
            samples(mel)));
  }

  private static List<StudyCell.Answers> answers(List<StudyCell> seeds, String key) {
    return seeds.stream().map(cell -> cell.answers(key)).toList();
  }

  private static int samples(List<StudyCell> seeds) {
    return seeds.get(0).answers(seeds.get(0).whole()).of();
  }

  static double mean(List<StudyCell> seeds, ToDoubleFunction<StudyCell> value) {
    return seeds.stream().mapToDouble(value).average().orElseThrow();
  }

  /** Says how far the seeds lie apart. */
  static BenchRow spread(BenchRow row, List<StudyCell> seeds, ToDoubleFunction<StudyCell> value) {
    if (seeds.size() < 2) {
      return row.note("one seed");
    }
    double squares =
        seeds.stream()
            .mapToDouble(cell -> Math.pow(value.applyAsDouble(cell) - row.value(), 2))
            .sum();
    double deviation = Math.sqrt(squares / (seeds.size() - 1));
    return row.note(
        String.format(Locale.ROOT, "mean of %d seeds, sd %.4f", seeds.size(), deviation));
  }

  /** Two standard errors to both sides. */
  static BenchRow interval(BenchRow row, PairedGain gain) {
    double twice = 2 * POINTS * gain.standardError();
    return row.within(row.value() - twice, row.value() + twice).note(gain.note());
  }
}
