package dev.upcall.core.decision;

/**
 * Answers now where another policy would wait for the tier above: what the device says is used at
 * once, and the answer from above corrects it when it comes. Stages that are still to run on the
 * device run as before.
 */
public record Asynchronous(Policy of) implements Policy {
  @Override
  public Verdict decide(Scores scores) {
    Verdict verdict = of.decide(scores);
    return verdict == Verdict.UPCALL ? Verdict.LATER : verdict;
  }

  @Override
  public Verdict decide(Scores scores, float price) {
    Verdict verdict = of.decide(scores, price);
    return verdict == Verdict.UPCALL ? Verdict.LATER : verdict;
  }

  @Override
  public void feedback(Answer answer) {
    of.feedback(answer);
  }
}
