package dev.upcall.cli.bench;

import dev.upcall.cli.books.DeviceModel;
import dev.upcall.cli.books.ProfileCosts;
import dev.upcall.cli.books.SystemBook;
import dev.upcall.cli.books.Systems;
import dev.upcall.core.decision.tune.Cost;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.project.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A ladder against the smallest trained model that alone on the device is as accurate: what the
 * ladder saves of its latency and energy (arXiv 2407.11061), for a few budgets of upcalls, on every
 * profile. Where no model is as accurate, it is compared with the most accurate one, which it then
 * exceeds.
 */
final class RivalRows {
  private static final List<Integer> BUDGETS = List.of(5, 10, 15, 20, 25, 30);

  private final DecisionCase one;
  private final Systems systems;
  private double bestLatency = Double.NEGATIVE_INFINITY;
  private double bestEnergy = Double.NEGATIVE_INFINITY;
  private String latencyAt = "";
  private String energyAt = "";

  private RivalRows(DecisionCase one) {
    this.one = one;
    this.systems = new Systems(one.test(), one.costs());
  }

  static List<BenchRow> of(DecisionCase one) {
    return new RivalRows(one).rows();
  }

  private List<BenchRow> rows() {
    List<BenchRow> rows = new ArrayList<>();
    for (int percent : one.members().isEmpty() ? List.<Integer>of() : BUDGETS) {
      SystemBook ladder =
          systems.ladder(one.system(), one.tuned(Target.maxUpcalls(percent / 100.0)).policies());
      Optional<DeviceModel> equal =
          one.members().stream()
              .filter(model -> model.accuracy(Split.TEST) >= ladder.accuracy())
              .findFirst();
      DeviceModel rival = equal.orElseGet(this::mostAccurate);
      for (ProfileCosts profile : one.profiles()) {
        add(rows, percent, ladder, rival, equal.isPresent(), profile);
      }
    }
    boolean hi = one.system().equals("hi");
    String name = one.row("best." + one.system() + (hi ? "" : "OverRival"));
    if (bestLatency > Double.NEGATIVE_INFINITY) {
      rows.add(
          BenchRow.higher(name + "LatencySaving", bestLatency, "share", one.test().size())
              .target(0.73)
              .note(latencyAt));
      rows.add(
          BenchRow.higher(name + "EnergySaving", bestEnergy, "share", one.test().size())
              .target(0.77)
              .note(energyAt));
    }
    return rows;
  }

  private DeviceModel mostAccurate() {
    return one.members().stream()
        .max(Comparator.comparingDouble(model -> model.accuracy(Split.TEST)))
        .orElseThrow();
  }

  private void add(
      List<BenchRow> rows,
      int percent,
      SystemBook ladder,
      DeviceModel rival,
      boolean equal,
      ProfileCosts profile) {
    String id = profile.profile().id();
    Cost ours = ladder.costs().get(id);
    Cost theirs = profile.compute(rival.cycles());
    double latency = 1 - ours.latencyMs() / theirs.latencyMs();
    double energy = 1 - ours.energyMj() / theirs.energyMj();
    String note =
        String.format(
            Locale.ROOT,
            "%.2f %% with %.1f %% upcalls; %s alone %.2f %%%s",
            100 * ladder.accuracy(),
            100 * ladder.upcallFraction(),
            rival.name(),
            100 * rival.accuracy(Split.TEST),
            equal ? "" : ", the best there is");
    String name = one.row(one.system() + "." + id + ".upcalls" + percent);
    int n = one.test().size();
    rows.add(
        BenchRow.higher(name + ".latencySaving", latency, "share", n)
            .note(String.format(Locale.ROOT, "%s, %.4g ms", note, theirs.latencyMs())));
    rows.add(
        BenchRow.higher(name + ".energySaving", energy, "share", n)
            .note(String.format(Locale.ROOT, "%s, %.4g mJ", note, theirs.energyMj())));
    if (latency > bestLatency) {
      bestLatency = latency;
      latencyAt = id + ": " + note;
    }
    if (energy > bestEnergy) {
      bestEnergy = energy;
      energyAt = id + ": " + note;
    }
  }
}
