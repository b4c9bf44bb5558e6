package dev.upcall.training.fit;

import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.mel.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Chooses the epoch to keep: of those whose combined accuracy on SELECT is within one standard
 * error of the best, the one with the least joint loss there. On few samples the most accurate
 * epoch is often an early, lucky one, in which the small members have not converged yet; the
 * one-standard-error rule (Breiman et al. 1984) does not let a handful of samples decide.
 */
final class CheckpointKeeper {
  /** Those that no other beats in both accuracy and loss: the choice is always among them. */
  private final List<Checkpoint> front = new ArrayList<>();

  /** Considers an epoch; its weights are only copied if it can be chosen. */
  void offer(int epoch, Judgement judgement, Supplier<Snapshot> weights) {
    Score combined = judgement.combined();
    double jointLoss = judgement.jointLoss();
    boolean beaten =
        front.stream()
            .anyMatch(
                kept ->
                    kept.combined().correct() >= combined.correct()
                        && kept.jointLoss() <= jointLoss);
    if (beaten) {
      return;
    }
    front.removeIf(
        kept -> kept.combined().correct() <= combined.correct() && kept.jointLoss() >= jointLoss);
    front.add(new Checkpoint(epoch, combined, jointLoss, weights.get()));
  }

  /** The epoch chosen among all that were offered, of which there must have been one. */
  Checkpoint best() {
    Score most =
        front.stream()
            .map(Checkpoint::combined)
            .max(Comparator.comparingInt(Score::correct))
            .orElseThrow();
    double enough = most.correct() - standardError(most);
    return front.stream()
        .filter(kept -> kept.combined().correct() >= enough)
        .min(Comparator.comparingDouble(Checkpoint::jointLoss))
        .orElseThrow();
  }

  /** Of the number of right answers; two of each kind added (Agresti, Coull), so never 0. */
  private static double standardError(Score score) {
    double n = score.samples() + 4;
    double p = (score.correct() + 2) / n;
    return Math.sqrt(n * p * (1 - p));
  }
}
