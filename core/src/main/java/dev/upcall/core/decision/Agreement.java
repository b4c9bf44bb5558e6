package dev.upcall.core.decision;

/**
 * Accepts where at least a share of the stage's models have the combination's class at their own
 * top, else goes on up the ladder (ABC, agreement-based cascading, arXiv 2407.02348). Looks at no
 * probability, so nothing has to be calibrated.
 *
 * @param theta share of the members, 0..1; 1: all agree
 */
public record Agreement(@Parameter(min = 0, max = 1) float theta) implements Policy {

  @Override
  public Verdict decide(Scores scores) {
    return scores.agreeing() >= theta * scores.members() ? Verdict.ACCEPT : Verdict.CONTINUE;
  }
}
