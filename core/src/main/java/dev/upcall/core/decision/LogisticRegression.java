package dev.upcall.core.decision;

/**
 * Logistic regression on the two greatest softmax probabilities, label "the local answer is right"
 * (HI, arXiv 2407.11061): accepts where {@code beta + w1*p1 + w2*p2 >= 0}, else goes on up the
 * ladder.
 *
 * <p>p1 = 1/sum and p2 = e2/sum with sum &gt;= 1, so the test is made on {@code beta*sum + w1 +
 * w2*e2}, which has the same sign and needs neither division nor the logistic function.
 */
public record LogisticRegression(float beta, float w1, float w2) implements Policy {

  @Override
  public Verdict decide(Scores scores) {
    float sum = scores.expSum(1f);
    float e2 = scores.expTop2(1f);
    return beta * sum + (w1 + w2 * e2) >= 0f ? Verdict.ACCEPT : Verdict.CONTINUE;
  }
}
