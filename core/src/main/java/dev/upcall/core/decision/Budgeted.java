package dev.upcall.core.decision;

/**
 * Keeps another policy to a share of samples that it does not accept: that go on to the next stage
 * or to the tier above, at once or later. What it asks beyond the share is a debt, a virtual queue
 * (Neely's drift plus penalty): Z = max(0, Z + asked - rho), and {@code weight} times Z is added to
 * the price of asking. In the long run the share is kept; within it the samples that promise most
 * are asked about.
 *
 * @param rho share of samples, 0..1
 * @param weight price of one upcall too many, in units of what a wrong answer costs
 */
public final class Budgeted implements Policy {
  private static final float MOST = 1000000f;

  private final float rho;
  private final float weight;
  private final Policy of;

  @State(min = 0, max = MOST)
  private float debt;

  public Budgeted(
      @Parameter(min = 0, max = 1) float rho,
      @Parameter(min = 0, max = 1, standard = 0.02f) float weight,
      Policy of) {
    this.rho = rho;
    this.weight = weight;
    this.of = of;
  }

  @Override
  public Verdict decide(Scores scores) {
    Verdict verdict = of.decide(scores, weight * debt);
    boolean free = verdict == Verdict.ACCEPT || verdict == Verdict.DEGRADE;
    float asked = free ? 0f : 1f;
    debt = PolicyMath.clamp(debt + (asked - rho), 0f, MOST);
    return verdict;
  }

  @Override
  public void feedback(Answer answer) {
    of.feedback(answer);
  }
}
