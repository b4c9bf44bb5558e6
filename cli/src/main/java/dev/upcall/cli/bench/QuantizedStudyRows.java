package dev.upcall.cli.bench;

import static dev.upcall.cli.bench.StudyRows.POINTS;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Rows of a study's device member as integers: what they cost it, tuned for them and not. A tuned
 * member's weights lie on the integers' steps as floats too, so it is also compared with what it
 * was before.
 */
final class QuantizedStudyRows {
  private final String name;
  private final List<StudyCell> seeds;
  private final List<BenchRow> rows = new ArrayList<>();

  private QuantizedStudyRows(String name, List<StudyCell> seeds) {
    this.name = name;
    this.seeds = seeds;
  }

  /**
   * @param seeds cells of {@link QuantizedMember}
   */
  static List<BenchRow> of(String data, List<StudyCell> seeds) {
    QuantizedStudyRows study = new QuantizedStudyRows(data + "." + Study.QUANTIZED, seeds);
    study.accuracy("untunedFloatAccuracy", "int8", "untuned");
    study.accuracy("floatAccuracy", "int8", "tuned");
    for (String bits : QuantizedMember.BITS.keySet()) {
      String name = Character.toUpperCase(bits.charAt(0)) + bits.substring(1);
      study.loss(bits + "LossPoints", bits, "tuned", "tuned");
      study.loss(bits + "LossFromUntunedPoints", bits, "untuned", "tuned");
      study.loss("untuned" + name + "LossPoints", bits, "untuned", "untuned");
    }
    return study.rows;
  }

  private void accuracy(String quantity, String bits, String state) {
    ToDoubleFunction<StudyCell> share = cell -> cell.quantized(bits, state, "floats").accuracy();
    rows.add(
        StudyRows.spread(
            BenchRow.higher(
                name + "." + quantity, StudyRows.mean(seeds, share), "share right", samples()),
            seeds,
            share));
  }

  /** By how much the integers of one state are behind the floats of another, in pairs. */
  private void loss(String quantity, String bits, String floats, String integers) {
    PairedGain loss =
        PairedGain.of(
            answers(cell -> cell.quantized(bits, floats, "floats")),
            answers(cell -> cell.quantized(bits, integers, "integers")));
    rows.add(
        StudyRows.interval(
            BenchRow.lower(name + "." + quantity, POINTS * loss.gain(), "points", samples()),
            loss));
  }

  private List<StudyCell.Answers> answers(Function<StudyCell, StudyCell.Answers> of) {
    return seeds.stream().map(of).toList();
  }

  private int samples() {
    return seeds.get(0).quantized("int8", "tuned", "floats").of();
  }
}
