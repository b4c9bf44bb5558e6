package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.ladder.Folds;
import dev.upcall.cli.ladder.Replay;
import dev.upcall.cli.ladder.Tuning;
import dev.upcall.core.decision.tune.Interval;
import dev.upcall.core.decision.tune.LabelledScores;
import dev.upcall.core.decision.tune.LadderCount;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Accuracies of a project by cross-fitting: every fold's models and policy score that fold's test
 * split, so that each sample is scored once, by models that never saw it.
 */
final class CrossFit {
  private final List<String> members;
  private final Map<String, Integer> subsetRight = new LinkedHashMap<>();
  private int samples;
  private int deviceRight;
  private int floatRight;
  private int hostRight;
  private int ladderRight;
  private int upcalls;

  private CrossFit(List<String> members) {
    this.members = members;
  }

  static CrossFit of(Project project, Target target, Console console) {
    CrossFit total = new CrossFit(project.manifest().host().members());
    List<Project> folds = Folds.all(project);
    for (Project fold : folds) {
      try (Replay replay = new Replay(fold)) {
        total.add(replay, Tuning.fit(replay, target));
      }
      console.progress("folds", fold.fold() + 1, folds.size());
    }
    return total;
  }

  private void add(Replay replay, Tuning tuning) {
    LadderCount ladder = tuning.on(replay, Split.TEST);
    samples += ladder.samples();
    ladderRight += ladder.right();
    upcalls += ladder.samples() - ladder.accepted();
    LabelledScores device = replay.deviceScores(Split.TEST).get(0);
    for (int i = 0; i < device.size(); i++) {
      deviceRight += device.isRight(i) ? 1 : 0;
    }
    floatRight += replay.floatRight(Split.TEST);
    hostRight += replay.hostRightCount(Split.TEST, members);
    for (Collection<String> alive : subsets()) {
      subsetRight.merge(
          String.join("+", alive), replay.hostRightCount(Split.TEST, alive), Integer::sum);
    }
  }

  List<BenchRow> rows(String data) {
    double host = share(hostRight);
    double ladder = share(ladderRight);
    double device = share(deviceRight);
    List<BenchRow> rows = new ArrayList<>();
    rows.add(accuracy(data + ".deviceOnly.accuracy", deviceRight));
    rows.add(
        BenchRow.higher(
                data + ".deviceOnly.gapToHostPoints", 100 * (host - device), "points", samples)
            .target(3));
    rows.add(accuracy(data + ".hostOnly.accuracy", hostRight));
    rows.add(accuracy(data + ".ladder.accuracy", ladderRight));
    Interval fraction = Interval.wilson(upcalls, samples);
    rows.add(
        BenchRow.lower(data + ".ladder.upcallFraction", share(upcalls), "share", samples)
            .within(fraction.low(), fraction.high())
            .target(0.25));
    rows.add(
        BenchRow.lower(data + ".ladder.gapToHostPoints", 100 * (host - ladder), "points", samples)
            .target(0.5));
    rows.add(
        BenchRow.lower(
                data + ".device.int8LossPoints",
                100 * (share(floatRight) - device),
                "points",
                samples)
            .target(0.5));
    subsetRight.forEach(
        (alive, right) -> {
          String name = data + ".subset." + alive;
          rows.add(accuracy(name + ".accuracy", right));
          BenchRow retention =
              BenchRow.higher(
                  name + ".retention",
                  (double) right / hostRight,
                  "share of all members'",
                  samples);
          boolean oneLost = alive.split("\\+").length == members.size() - 1;
          rows.add(oneLost ? retention.target(0.956) : retention);
        });
    return rows;
  }

  private BenchRow accuracy(String name, int right) {
    Interval interval = Interval.wilson(right, samples);
    return BenchRow.higher(name, share(right), "share right", samples)
        .within(interval.low(), interval.high());
  }

  private double share(int count) {
    return (double) count / samples;
  }

  /** Every non-empty subset of the host's members, largest first, names in sorted order. */
  private List<Collection<String>> subsets() {
    List<Collection<String>> subsets = new ArrayList<>();
    for (int bits = (1 << members.size()) - 1; bits > 0; bits--) {
      Collection<String> subset = new TreeSet<>();
      for (int i = 0; i < members.size(); i++) {
        if ((bits >> i & 1) != 0) {
          subset.add(members.get(i));
        }
      }
      subsets.add(subset);
    }
    subsets.sort((a, b) -> Integer.compare(b.size(), a.size()));
    return subsets;
  }
}
