package dev.upcall.cli.bench;

import dev.upcall.core.decision.tune.Guarantee;
import dev.upcall.core.decision.tune.GuaranteeSimulation;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.decision.tune.TunedLadder;
import java.util.List;
import java.util.Locale;

/**
 * How often a guarantee is kept: guarantee splits of the project's size drawn 1000 times from the
 * test samples, whose shares of wrong answers are then the truth.
 */
final class GuaranteeRows {
  private static final double DELTA = 0.1;
  private static final int DRAWS = 1000;

  /** Of the errors that the device makes alone, what a guarantee is asked for. */
  private static final double PART = 0.5;

  private GuaranteeRows() {}

  static List<BenchRow> of(DecisionCase one) {
    TunedLadder tuned = one.tuned(Target.leastCost(1, 0));
    double error = 1 - tuned.curve().get(0).accuracy();
    Guarantee guarantee = new Guarantee(Math.max(0.01, PART * error), DELTA);
    GuaranteeSimulation.Outcome outcome =
        new GuaranteeSimulation(
                guarantee, guarantee.sequence(tuned.curve(), one.guarantee()), one.test())
            .run(tuned::policies, one.guarantee(), DRAWS, 1);
    return List.of(
        BenchRow.higher(one.row("guarantee.coverage"), outcome.coverage(), "share of draws", DRAWS)
            .target(1 - DELTA)
            .note(
                String.format(
                    Locale.ROOT,
                    "%s; %d samples a draw, in %.1f %% of draws some setting passes",
                    guarantee,
                    one.guarantee(),
                    100 * outcome.passing())));
  }
}
