package dev.upcall.host.tier;

import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Surroundings;
import dev.upcall.core.tensor.QParams;
import dev.upcall.host.ensemble.CombinedAnswer;

/**
 * An ensemble's answer as policies see one: its logits in int8, whose 255 steps lie over their own
 * range and 0. So a probability is what the ensemble says but for the rounding of a device's.
 */
public final class TierScores {
  private static final int MOST_MEMBERS = 255;

  /** Of a member that was not asked for its own class. */
  private static final int NONE = -1;

  private TierScores() {}

  /** The scores of one answer, with how many of its members say the same. */
  public static Scores of(CombinedAnswer combined, Surroundings surroundings) {
    float[] logits = combined.logits();
    float least = logits[0];
    float greatest = logits[0];
    for (float logit : logits) {
      least = Math.min(least, logit);
      greatest = Math.max(greatest, logit);
    }
    QParams steps = QParams.ofRange(least, greatest);
    long agreeing =
        combined.members().stream()
            .filter(name -> combined.votes().getOrDefault(name, NONE) == combined.classIndex())
            .count();
    return new Scores(
        steps.quantize(logits),
        steps.scale(),
        steps.zeroPoint(),
        Math.min(combined.members().size(), MOST_MEMBERS),
        (int) Math.min(agreeing, MOST_MEMBERS),
        surroundings);
  }
}
