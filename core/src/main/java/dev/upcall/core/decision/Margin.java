package dev.upcall.core.decision;

/**
 * Accepts where the greatest probability is ahead of the second by at least a threshold, else goes
 * on up the ladder. A little better than {@link Threshold} where errors are confusions of two.
 */
public record Margin(
    @Parameter(min = 0, max = 1) float theta,
    @Parameter(min = 0.01f, max = 100, standard = 1) float temperature)
    implements Policy {

  @Override
  public Verdict decide(Scores scores) {
    return scores.margin(temperature) >= theta ? Verdict.ACCEPT : Verdict.CONTINUE;
  }
}
