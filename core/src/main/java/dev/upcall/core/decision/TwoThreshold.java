package dev.upcall.core.decision;

/**
 * For two classes whose confusions cost differently: a threshold for each (H2T2, arXiv 2509.15674).
 * Accepts class 0 where the probability of class 1 is at most {@code low}, class 1 where it is at
 * least {@code high}, else goes on up the ladder. An accepted answer is the likelier class, so the
 * thresholds lie on their own sides of one half; a class that is dear to miss gets the stricter
 * threshold for the other. Among more classes it weighs class 1 against all others.
 *
 * @param low greatest probability of class 1 at which class 0 is believed, 0..0.5
 * @param high least probability of class 1 at which class 1 is believed, 0.5..1
 */
public record TwoThreshold(
    @Parameter(min = 0, max = 0.5f) float low,
    @Parameter(min = 0.5f, max = 1) float high,
    @Parameter(min = 0.01f, max = 100, standard = 1) float temperature)
    implements Policy {
  private static final int POSITIVE = 1;

  @Override
  public Verdict decide(Scores scores) {
    float p = scores.probability(POSITIVE, temperature);
    return p <= low || p >= high ? Verdict.ACCEPT : Verdict.CONTINUE;
  }
}
