package dev.upcall.cli.bench;

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
 * upcall some part of it, both tuned for that (arXiv 2406.09424). The interval is a bootstrap's
 * over both splits, because which threshold the tune split gives is half of the noise; the target
 * is half of it: not dearer beyond noise.
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
    double[] found = differences(one.tune(), one.test());
    double[] squares = new double[RATIOS.length];
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] drawn = differences(redrawn(one.tune(), random), redrawn(one.test(), random));
      for (int i = 0; i < squares.length; i++) {
        squares[i] += (drawn[i] - found[i]) * (drawn[i] - found[i]);
      }
    }
    List<BenchRow> rows = new ArrayList<>();
    for (int i = 0; i < RATIOS.length; i++) {
      double half = Z_95 * Math.sqrt(squares[i] / DRAWS);
      String name = String.format(Locale.ROOT, "cost.upcall%s.lrMinusThreshold", RATIOS[i]);
      rows.add(
          BenchRow.lower(one.row(name), found[i], "errors a sample", one.test().size())
              .within(found[i] - half, found[i] + half)
              .target(half)
              .note(
                  String.format(
                      Locale.ROOT,
                      "threshold %.4f",
                      cost("Threshold", RATIOS[i], one.tune(), one.test()))));
    }
    return rows;
  }

  private static LadderSamples redrawn(LadderSamples samples, Random random) {
    return samples.select(random.ints(samples.size(), 0, samples.size()).toArray());
  }

  /** By ratio. */
  private double[] differences(LadderSamples tune, LadderSamples test) {
    return Arrays.stream(RATIOS)
        .map(
            ratio ->
                cost("LogisticRegression", ratio, tune, test)
                    - cost("Threshold", ratio, tune, test))
        .toArray();
  }

  /** Mean of a test sample, with the policy tuned for that ratio. */
  private double cost(String use, double ratio, LadderSamples tune, LadderSamples test) {
    Target target = Target.leastCost(ratio, 1);
    LadderTuner.Task task =
        new LadderTuner.Task(List.of(StageTuning.of(use, Map.of())), one.select(), tune, target);
    LadderCount count = LadderCount.of(new LadderTuner().tune(task).policies(), test);
    return target.prices().orElseThrow().of(count);
  }
}
