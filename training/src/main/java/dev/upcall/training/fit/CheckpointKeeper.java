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
  /** Those that may still be chosen: no other beats them in both, and the best is not far off. */
  private final List<Checkpoint> front = new ArrayList<>();

  /**
   * Considers an epoch; its weights are only copied if it can be chosen, now or later.
   *
   * @return whether it can
   */
  boolean offer(int epoch, Judgement judgement, Supplier<Snapshot> weights) {
    Score combined = judgement.combined();
    double jointLoss = judgement.jointLoss();
    boolean beaten =
        front.stream()
            .anyMatch(
                kept ->
                    kept.combined().correct() >= combined.correct()
                        && kept.jointLoss() <= jointLoss);
    if (beaten || !front.isEmpty() && combined.correct() < enough()) {
      return false;
    }
    front.removeIf(
        kept -> kept.combined().correct() <= combined.correct() && kept.jointLoss() >= jointLoss);
    front.add(new Checkpoint(epoch, combined, jointLoss, weights.get()));
    // What is enough only rises: those below it are out for good.
    double enough = enough();
    front.removeIf(kept -> kept.combined().correct() < enough);
    return true;
  }

  /** Those of which {@link #best} may still become any. */
  List<Checkpoint> kept() {
    return List.copyOf(front);
  }

  /** Goes on with those that {@link #kept} gave. */
  void goOn(List<Checkpoint> kept) {
    front.clear();
    front.addAll(kept);
  }

  /** The epoch chosen among all that were offered, of which there must have been one. */
  Checkpoint best() {
    return front.stream().min(Comparator.comparingDouble(Checkpoint::jointLoss)).orElseThrow();
  }

  /** The last epoch that {@link #offer} took, of which there must have been one. */
  int latest() {
    return front.stream().mapToInt(Checkpoint::epoch).max().orElseThrow();
  }

  /** One standard error below the most right answers. */
  private double enough() {
    Score most =
        front.stream()
            .map(Checkpoint::combined)
            .max(Comparator.comparingInt(Score::correct))
            .orElseThrow();
    return most.correct() - standardError(most);
  }

  /** Of the number of right answers; two of each kind added (Agresti, Coull), so never 0. */
  private static double standardError(Score score) {
    double n = score.samples() + 4;
    double p = (score.correct() + 2) / n;
    return Math.sqrt(n * p * (1 - p));
  }
}
