package dev.upcall.training;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.project.Project;
import dev.upcall.training.branch.TrainedBranch;
import dev.upcall.training.data.Samples;
import dev.upcall.training.export.WrittenFiles;
import dev.upcall.training.mel.Coarse;
import dev.upcall.training.mel.Score;
import dev.upcall.training.mel.Subset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How far the written files' accuracies are from those that training reports.
 *
 * @param outputs of members, branches and heads that were compared
 * @param samples of the reported split
 * @param points by which the accuracy that differs most differs
 */
public record ExportEquality(int outputs, int samples, double points) {
  /** Output of a member's exit for groups of classes. */
  private static final String COARSE = "coarse";

  /** Beyond, an export is wrong; far below, only the order of float sums tells them apart. */
  private static final double ALLOWED = 0.01;

  /** Two logits this near to each other, as a share of the largest, may change places. */
  private static final double TIE = 1e-4;

  /**
   * Runs all files that were written and compares.
   *
   * @param expected accuracy on {@code test} by subset key, and by member and branch joined by a
   *     dot
   * @param members all that were trained
   * @param branches by member; members without any may be absent
   * @param coarse exits for groups of classes
   * @throws dev.upcall.core.diagnostic.UpcallException naming each output whose accuracy differs by
   *     more than 0.01 points
   */
  static ExportEquality require(
      Project project,
      Map<String, Proportion> expected,
      Set<String> members,
      Map<String, List<TrainedBranch>> branches,
      Coarse coarse,
      Samples test) {
    SortedMap<String, List<String>> names = new TreeMap<>();
    Map<String, int[]> labels = new TreeMap<>();
    members.forEach(
        member -> {
          List<String> outputs = new ArrayList<>();
          for (TrainedBranch branch : branches.getOrDefault(member, List.of())) {
            outputs.add(branch.branch().name());
            labels.put(
                branch.path(),
                Arrays.stream(test.labels()).map(branch.classes()::indexOf).toArray());
          }
          if (coarse.isFor(new Subset(List.of(member)))) {
            outputs.add(COARSE);
            labels.put(member + "." + COARSE, coarse.of(test.labels()));
          }
          names.put(member, outputs);
        });
    List<String> heads =
        project.manifest().heads().keySet().stream()
            .filter(key -> expected.containsKey(Subset.of(key).key()))
            .toList();
    Map<String, float[][]> logits = WrittenFiles.logits(project, names, heads, test);
    Diagnostics diagnostics = new Diagnostics();
    double most = 0;
    for (Map.Entry<String, float[][]> output : logits.entrySet()) {
      int[] truth = labels.getOrDefault(output.getKey(), test.labels());
      // A branch for some classes is asked about their samples alone; of others there is no label.
      int[] asked = IntStream.range(0, truth.length).filter(n -> truth[n] >= 0).toArray();
      float[][] rows =
          Arrays.stream(asked).mapToObj(n -> output.getValue()[n]).toArray(float[][]::new);
      Proportion training = expected.get(Subset.of(output.getKey()).key());
      Score written = Score.of(rows, Arrays.stream(asked).map(n -> truth[n]).toArray());
      double points = 100 * Math.abs(written.accuracy() - training.value());
      most = Math.max(most, points);
      if (points > ALLOWED && Math.abs(written.correct() - training.count()) > ties(rows)) {
        diagnostics.add(
            Diagnostic.of(TrainingCode.EXPORT_DIFFERS, output.getKey())
                .found("%d right of %d in ONNX Runtime", written.correct(), written.samples())
                .need("%d as in training, to %s points", training.count(), ALLOWED)
                .fix("report this with the project's training settings; do not use the files"));
      }
    }
    diagnostics.throwIfAny();
    return new ExportEquality(logits.size(), test.size(), most);
  }

  /** Samples whose answer the last bits of a float decide. */
  private static int ties(float[][] logits) {
    double largest = 1;
    for (float[] row : logits) {
      for (float logit : row) {
        largest = Math.max(largest, Math.abs(logit));
      }
    }
    int ties = 0;
    for (float[] row : logits) {
      float[] sorted = row.clone();
      Arrays.sort(sorted);
      int last = sorted.length - 1;
      ties += sorted[last] - sorted[last - 1] <= TIE * largest ? 1 : 0;
    }
    return ties;
  }
}
