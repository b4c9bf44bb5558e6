package dev.upcall.compiler.decision;

import dev.upcall.core.decision.Answer;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;

/** A policy behind the device's last stage: the next stage of the ladder is the tier above. */
record LastPolicy(Policy of) implements Policy {
  @Override
  public Verdict decide(Scores scores) {
    return of.decide(scores).behindLastStage();
  }

  @Override
  public Verdict decide(Scores scores, float price) {
    return of.decide(scores, price).behindLastStage();
  }

  @Override
  public void feedback(Answer answer) {
    of.feedback(answer);
  }
}
