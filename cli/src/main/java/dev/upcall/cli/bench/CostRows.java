package dev.upcall.cli.bench;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.tune.LadderCount;
import dev.upcall.core.decision.tune.LadderSamples;
import dev.upcall.core.decision.tune.LadderTuner;
import dev.upcall.core.decision.tune.StageTuning;
import dev.upcall.core.decision.tune.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Logistic regression against a fixed threshold: cost per sample when an error costs 1 and an
 * upcall some part of it, both tuned for that (arXiv 2406.09424). There are two intervals, both by
 * bootstrap. That of the test split alone is of these two tuned policies. The wider one draws the
 * tune split anew too: which threshold it happens to give is half of the noise, and the question is
 * about the two kinds of policies. It is the row's; the target is half of it, not dearer beyond
 * noise, and the note has the other.
 */
final class CostRows {
  private static final double[] RATIOS = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8};
  private static final int DRAWS = 40;
  private static final double Z_95 = 1.96;

  private final DecisionCase one;

  private CostRows(DecisionCase one) {
    this.one = one;
  }

  /** None for a ladder of several stages. */
  static List<BenchRow> of(DecisionCase one) {
    return one.stages().size() > 1 ? List.of() : new CostRows(one).rows();
  }

  private List<BenchRow> rows() {
    Random random = new Random(1);
    List<Pair> pairs = pairs(one.tune());
    double[] found = differences(pairs, one.test());
    double[] testSquares = new double[RATIOS.length];
    double[] squares = new double[RATIOS.length];
    for (int draw = 0; draw < DRAWS; draw++) {
      LadderSamples tune = redrawn(one.tune(), random);
      LadderSamples test = redrawn(one.test(), random);
      add(testSquares, differences(pairs, test), found);
      add(squares, differences(pairs(tune), test), found);
    }
    List<BenchRow> rows = new ArrayList<>();
    for (int i = 0; i < RATIOS.length; i++) {
      double half = Z_95 * Math.sqrt(squares[i] / DRAWS);
      double ofTest = Z_95 * Math.sqrt(testSquares[i] / DRAWS);
      String name = String.format(Locale.ROOT, "cost.upcall%s.lrMinusThreshold", RATIOS[i]);
      rows.add(
          BenchRow.lower(one.row(name), found[i], "errors a sample", one.test().size())
              .within(found[i] - half, found[i] + half)
              .target(half)
              .note(
                  String.format(
                      Locale.ROOT,
                      "threshold %.4f; by the test split alone %.4f .. %.4f, %s",
                      pairs.get(i).threshold().of(one.test()),
                      found[i] - ofTest,
                      found[i] + ofTest,
                      found[i] <= ofTest ? "not dearer either" : "dearer")));
    }
    return rows;
  }

  /** A policy tuned for a price. */
  private record Tuned(List<Policy> policies, Target.Prices prices) {
    /** Mean of a sample. */
    double of(LadderSamples samples) {
      return prices.of(LadderCount.of(policies, samples));
    }
  }

  private record Pair(Tuned regression, Tuned threshold) {}

  private static void add(double[] squares, double[] drawn, double[] found) {
    for (int i = 0; i < squares.length; i++) {
      squares[i] += (drawn[i] - found[i]) * (drawn[i] - found[i]);
    }
  }

  private static LadderSamples redrawn(LadderSamples samples, Random random) {
    return samples.select(random.ints(samples.size(), 0, samples.size()).toArray());
  }

  /** By ratio. */
  private List<Pair> pairs(LadderSamples tune) {
    return Arrays.stream(RATIOS)
        .mapToObj(
            ratio ->
                new Pair(tuned("LogisticRegression", ratio, tune), tuned("Threshold", ratio, tune)))
        .toList();
  }

  private static double[] differences(List<Pair> pairs, LadderSamples test) {
    return pairs.stream()
        .mapToDouble(pair -> pair.regression().of(test) - pair.threshold().of(test))
        .toArray();
  }

  private Tuned tuned(String use, double ratio, LadderSamples tune) {
    Target target = Target.leastCost(ratio, 1);
    LadderTuner.Task task =
        new LadderTuner.Task(List.of(StageTuning.of(use, Map.of())), one.select(), tune, target);
    return new Tuned(new LadderTuner().tune(task).policies(), target.prices().orElseThrow());
  }
}
