package dev.upcall.core.decision;

/**
 * Accepts where the probability of being right reaches a threshold, as a table has it for each lead
 * of the greatest int8 logit over the second: isotonic calibration (Zadrozny and Elkan 2002), which
 * mends what one temperature cannot. A look-up, without exponentials; two logits are 0 to 255 steps
 * apart, so that the table has an entry for every case.
 *
 * @param theta probability of being right, 0..1
 * @param table that probability by lead, rising
 */
public record Calibrated(
    @Parameter(min = 0, max = 1) float theta,
    @Parameter(min = 0, max = 1, length = LEADS) float[] table)
    implements Policy {
  /** As many as two int8 may differ by, none included. */
  private static final int LEADS = 256;

  @Override
  public Verdict decide(Scores scores) {
    return decide(scores, 0f);
  }

  /** A price is in the threshold's units: what a wrong answer costs is 1. */
  @Override
  public Verdict decide(Scores scores, float price) {
    int lead = scores.logit(scores.top1()) - scores.logit(scores.top2());
    float right = table[PolicyMath.clamp(lead, 0, LEADS - 1)];
    return right >= theta - price ? Verdict.ACCEPT : Verdict.CONTINUE;
  }
}
