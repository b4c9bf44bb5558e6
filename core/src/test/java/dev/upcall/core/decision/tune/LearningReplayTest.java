package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Answer;
import dev.upcall.core.decision.HiLcbLite;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Threshold;
import dev.upcall.core.decision.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Policies that learn, replayed as a device has them: told each answer before the next sample. */
class LearningReplayTest {
  private static final double PRICE = 0.6;

  /** Where the host is wrong it says class 0. */
  private static LadderSamples answered(LadderSamples samples) {
    int[] classes = new int[samples.size()];
    for (int i = 0; i < classes.length; i++) {
      int label = samples.stages().get(0).labels()[i];
      classes[i] = samples.isHostRight(i) ? label : 0;
    }
    return new LadderSamples(
        samples.stages(), samples.hostRight(), classes, new boolean[classes.length]);
  }

  private static Policy learner(double price) {
    return new HiLcbLite((float) price, 0.1f, 0);
  }

  @Test
  void learnsFromEachAnswerBeforeTheNextSample() {
    LadderSamples samples = answered(Samples.draw(1500, 1.5, 0.97, 31));
    Policy twin = learner(PRICE);
    LadderRun run = LadderRun.of(List.of(learner(PRICE)), samples);
    for (int i = 0; i < samples.size(); i++) {
      Scores scores = samples.scores(0, i);
      boolean accepts = twin.decide(scores) == Verdict.ACCEPT;
      assertEquals(accepts ? 0 : -1, run.acceptedBy(i), "sample " + i);
      if (!accepts) {
        twin.feedback(new Answer(scores, scores.top1(), samples.hostClasses()[i], false));
      }
    }
    int asked = run.count().upcalls();
    assertTrue(asked > 100 && asked < 1400, () -> asked + " upcalls");
    LadderSamples silent = new LadderSamples(samples.stages(), samples.hostRight());
    assertNotEquals(
        asked, LadderCount.of(List.of(learner(PRICE)), silent).upcalls(), "without answers");
  }

  @Test
  void onlyThePolicyThatAskedIsTold() {
    LadderSamples samples = answered(Samples.ladder(400, 2, 0.9, 5));
    List<Integer> told = new ArrayList<>();
    Policy first = listening(new Threshold(0.6f, 1), told, 0);
    Policy second = listening(new Threshold(0.7f, 1), told, 1);
    LadderCount count = LadderCount.of(List.of(first, second), samples);
    assertTrue(count.upcalls() > 10 && count.acceptedAt().get(1) > 10, count::toString);
    assertEquals(count.upcalls(), told.size());
    assertFalse(told.contains(0), "its CONTINUE did not ask");
  }

  @Test
  void whatIsCheckedIsAnsweredHereAndAsked() {
    LadderSamples samples = answered(Samples.draw(30, 1.5, 0.97, 34));
    Verdict[] said = {Verdict.AUDIT, Verdict.LATER, Verdict.DEGRADE};
    List<Boolean> audited = new ArrayList<>();
    int[] next = {0};
    Policy policy =
        new Policy() {
          @Override
          public Verdict decide(Scores scores) {
            return said[next[0]++ % said.length];
          }

          @Override
          public void feedback(Answer answer) {
            audited.add(answer.audited());
          }
        };
    LadderCount count = LadderCount.of(List.of(policy), samples);
    assertEquals(30, count.accepted());
    assertEquals(20, count.upcalls(), "audits, and answers that may be corrected");
    assertEquals(20, audited.size());
    assertEquals(10, audited.stream().filter(a -> a).count());
    assertEquals(count.acceptedRight(), count.right());
  }

  private static Policy listening(Policy policy, List<Integer> told, int name) {
    return new Policy() {
      @Override
      public Verdict decide(Scores scores) {
        return policy.decide(scores);
      }

      @Override
      public void feedback(Answer answer) {
        told.add(name);
      }
    };
  }

  @Test
  void isTunedByWhatItDoesWhenItLearns() {
    LadderSamples samples = answered(Samples.draw(1500, 1.5, 0.97, 32));
    StageTuning stage =
        new StageTuning(
            "HiLcbLite",
            Map.of(),
            Map.of("price", new StageTuning.Range(0, 1)),
            values -> learner(values.get("price")));
    TunedLadder tuned =
        new LadderTuner()
            .tune(
                new LadderTuner.Task(
                    List.of(stage),
                    Samples.draw(200, 1.5, 0.97, 33).stages(),
                    samples,
                    Target.maxUpcalls(0.5)));
    double price = tuned.stages().get(0).parameters().get("price");
    assertTrue(price > 0 && price < 1, () -> "price " + price);
    assertEquals(tuned.chosen().count(), tuned.count(), "it begins anew where it is counted");
    assertEquals(tuned.count(), LadderCount.of(List.of(learner(price)), samples));
    assertEquals(
        tuned.count(), LadderCount.of(tuned.policies(), samples), "and whenever asked for");
  }
}
