package dev.upcall.core.decision;

/**
 * Accepts where the entropy of the probabilities, in nats, is at most a bound, else goes on up the
 * ladder (MEANet, arXiv 2109.06440: 0.8 nats at 100 classes).
 */
public record Entropy(
    @Parameter(min = 0) float bound,
    @Parameter(min = 0.01f, max = 100, standard = 1) float temperature)
    implements Policy {

  @Override
  public Verdict decide(Scores scores) {
    return scores.entropy(temperature) <= bound ? Verdict.ACCEPT : Verdict.CONTINUE;
  }
}
