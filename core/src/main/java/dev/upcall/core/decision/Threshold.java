package dev.upcall.core.decision;

/**
 * Accepts where the greatest probability reaches a threshold, else goes on up the ladder. With a
 * fitted temperature the probability is calibrated: the share of right answers among samples of
 * that probability (arXiv 2406.09424, temperature scaling and threshold).
 */
public record Threshold(
    @Parameter(min = 0, max = 1) float theta,
    @Parameter(min = 0.01f, max = 100, standard = 1) float temperature)
    implements Policy {

  @Override
  public Verdict decide(Scores scores) {
    return scores.maxProbability(temperature) >= theta ? Verdict.ACCEPT : Verdict.CONTINUE;
  }
}
