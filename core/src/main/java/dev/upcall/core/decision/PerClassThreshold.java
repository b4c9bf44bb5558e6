package dev.upcall.core.decision;

/**
 * Accepts where the greatest probability reaches the threshold of its class, else goes on up the
 * ladder: classes that the stage confuses need surer answers.
 *
 * @param theta one per class, 0..1
 */
public record PerClassThreshold(
    @Parameter(min = 0, max = 1) float[] theta,
    @Parameter(min = 0.01f, max = 100, standard = 1) float temperature)
    implements Policy {

  @Override
  public Verdict decide(Scores scores) {
    boolean sure = scores.maxProbability(temperature) >= theta[scores.top1()];
    return sure ? Verdict.ACCEPT : Verdict.CONTINUE;
  }
}
