package dev.upcall.cli.bench;

import dev.upcall.cli.books.ProfileCosts;
import dev.upcall.cli.books.SystemBook;
import dev.upcall.cli.books.Systems;
import dev.upcall.core.decision.tune.Cost;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.decision.tune.TunedLadder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Early exits against the same backbone without them (arXiv 2407.11061): HI runs to the end and
 * then decides. Both are tuned for as many upcalls, the exits for as little energy as keeps within
 * 0.3 points of HI's accuracy on the tune split.
 */
final class ExitRows {
  private static final List<Integer> BUDGETS = List.of(10, 20, 30);
  private static final double POINTS = 0.003;
  private static final double TARGET = 0.3;

  private ExitRows() {}

  /** None for other ladders. */
  static List<BenchRow> of(DecisionCase one) {
    List<BenchRow> rows = new ArrayList<>();
    if (!one.system().equals("eehi")) {
      return rows;
    }
    double bestLatency = Double.NEGATIVE_INFINITY;
    double bestEnergy = Double.NEGATIVE_INFINITY;
    DecisionCase end = one.atTheEnd();
    for (ProfileCosts profile : one.profiles()) {
      for (int percent : BUDGETS) {
        Target budget = Target.maxUpcalls(percent / 100.0);
        TunedLadder hi = end.tuned(budget);
        SystemBook whole = new Systems(end.test(), end.costs()).ladder("hi", hi.policies());
        double least = Math.max(0, hi.count().accuracy() - POINTS);
        TunedLadder exits = one.tuned(budget.and(Target.accuracy(least)), profile);
        SystemBook early = new Systems(one.test(), one.costs()).ladder("eehi", exits.policies());
        String id = profile.profile().id();
        Cost ours = early.costs().get(id);
        Cost theirs = whole.costs().get(id);
        double latency = 1 - ours.latencyMs() / theirs.latencyMs();
        double energy = 1 - ours.energyMj() / theirs.energyMj();
        String note =
            String.format(
                Locale.ROOT,
                "%.2f %% against %.2f %%; leave at each stage: %s",
                100 * early.accuracy(),
                100 * whole.accuracy(),
                early.answered().stream()
                    .map(share -> String.format(Locale.ROOT, "%.1f %%", 100 * share))
                    .toList());
        String name = one.row("eehi." + id + ".upcalls" + percent);
        int n = one.test().size();
        rows.add(BenchRow.higher(name + ".latencySavingToHi", latency, "share", n).note(note));
        rows.add(BenchRow.higher(name + ".energySavingToHi", energy, "share", n).note(note));
        bestLatency = Math.max(bestLatency, latency);
        bestEnergy = Math.max(bestEnergy, energy);
      }
    }
    int n = one.test().size();
    rows.add(
        BenchRow.higher(one.row("best.eehiLatencySaving"), bestLatency, "share", n).target(TARGET));
    rows.add(
        BenchRow.higher(one.row("best.eehiEnergySaving"), bestEnergy, "share", n).target(TARGET));
    return rows;
  }
}
