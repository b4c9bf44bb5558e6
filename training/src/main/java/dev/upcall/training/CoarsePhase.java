package dev.upcall.training;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.FoldReport.CoarseReport;
import dev.upcall.training.mel.Coarse;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.HeadRefit;
import dev.upcall.training.mel.HeadRefit.Refit;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Score;
import dev.upcall.training.mel.Subset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fits a second exit, which tells groups of classes apart, to members that are asked to have one.
 */
final class CoarsePhase {
  private final Coarse coarse;
  private final Map<String, Refit> refits = new TreeMap<>();

  CoarsePhase(Coarse coarse) {
    this.coarse = coarse;
  }

  /** Weights from one split, L2 by the other. */
  void fit(MelNetwork network, FeatureTable train, FeatureTable select, NDManager manager) {
    HeadRefit refit = new HeadRefit(manager, coarse.names().size());
    for (String member : network.members().keySet()) {
      Subset alone = new Subset(List.of(member));
      if (coarse.isFor(alone)) {
        refits.put(member, refit.fitExit(coarse.of(train.of(alone)), coarse.of(select.of(alone))));
      }
    }
  }

  /** The exits, by member. */
  Map<String, LinearHead> exits() {
    Map<String, LinearHead> exits = new TreeMap<>();
    refits.forEach((member, refit) -> exits.put(member, refit.head()));
    return exits;
  }

  Map<String, CoarseReport> report(FeatureTable test) {
    Map<String, CoarseReport> reports = new TreeMap<>();
    refits.forEach(
        (member, refit) -> {
          Score score = Score.of(refit.head(), coarse.of(test.of(new Subset(List.of(member)))));
          reports.put(
              member,
              new CoarseReport(
                  coarse.names(),
                  new Proportion(refit.select().correct(), refit.select().samples()),
                  new Proportion(score.correct(), score.samples())));
        });
    return reports;
  }
}
