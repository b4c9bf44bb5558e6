package dev.upcall.cli.bench;

import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.tune.DriftSimulation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What policies that learn cost where the world changes, and where it stands still, in units of the
 * best fixed threshold's cost in hindsight. Their parameters were chosen on simulated changes 0 to
 * 19; these are others.
 */
final class DriftRows {
  /**
   * A policy with parameters.
   *
   * @param bound whether it has to meet the target
   */
  private record Learner(String name, String use, Map<String, Double> values, boolean bound) {}

  /** By their standard parameters, and as the two that expect no change are set for one. */
  private static final List<Learner> LEARNERS =
      List.of(
          new Learner("HilN", "HilN", Map.of(), true),
          new Learner("HiLcbLite", "HiLcbLite", Map.of(), false),
          new Learner("HiLcb", "HiLcb", Map.of(), false),
          new Learner(
              "HiLcbLite-patient", "HiLcbLite", Map.of("width", 0.03, "patience", 20.0), true),
          new Learner("HiLcb-patient", "HiLcb", Map.of("width", 0.03, "patience", 15.0), true));

  private static final List<Double> PRICES = List.of(0.2, 0.3);
  private static final double TARGET = 1.1;
  private static final int FIRST = 1000;
  private static final int CHANGES = 60;

  private DriftRows() {}

  static List<BenchRow> all() {
    List<BenchRow> rows = new ArrayList<>();
    for (Learner learner : LEARNERS) {
      for (double price : PRICES) {
        float ask = (float) price;
        Supplier<Policy> maker = maker(learner, price);
        DriftSimulation.Outcomes drift = DriftSimulation.of(maker, ask, FIRST, CHANGES);
        DriftSimulation.Outcomes still = DriftSimulation.still(maker, ask, FIRST, CHANGES);
        String name = String.format(Locale.ROOT, "%s.price%s", learner.name(), price);
        rows.add(bound(learner, row("simulated.drift." + name + ".wholeRatio", drift.whole())));
        rows.add(
            bound(
                learner, row("simulated.drift." + name + ".secondHalfRatio", drift.secondHalf())));
        rows.add(row("simulated.still." + name + ".wholeRatio", still.whole()));
      }
    }
    return rows;
  }

  private static BenchRow row(String name, DriftSimulation.Outcome outcome) {
    return BenchRow.lower(name, outcome.ratio(), "of the best threshold's cost", CHANGES)
        .note("a run: twice %d samples".formatted(DriftSimulation.HALF));
  }

  private static BenchRow bound(Learner learner, BenchRow row) {
    return learner.bound() ? row.target(TARGET) : row;
  }

  private static Supplier<Policy> maker(Learner learner, double price) {
    Map<String, Double> values = new HashMap<>(learner.values());
    values.put("price", price);
    return new PolicyLoader(new PolicyTranslator())
        .maker(PolicySource.find(learner.use(), Path.of("")), values, OptionalInt.empty());
  }
}
