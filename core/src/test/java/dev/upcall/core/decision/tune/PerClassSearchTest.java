package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Meanet;
import dev.upcall.core.decision.PerClassThreshold;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PerClassSearchTest {
  private static final int CLASSES = 3;

  private static final PolicyMaker PER_CLASS =
      values -> {
        float[] theta = new float[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
          theta[c] = values.get("theta[" + c + "]").floatValue();
        }
        return new PerClassThreshold(theta, values.get("temperature").floatValue());
      };

  private static final StageTuning STAGE =
      new StageTuning(
          "PerClassThreshold",
          Map.of("temperature", 1.0),
          Map.of("theta", new StageTuning.Range(0, 1)),
          PER_CLASS);

  /** Answers 0 are always right, answers 1 when they are sure, answers 2 never. */
  private static LadderSamples samples(int n, long seed) {
    Random random = new Random(seed);
    List<Scores> scores = new ArrayList<>();
    int[] labels = new int[n];
    boolean[] hostRight = new boolean[n];
    for (int i = 0; i < n; i++) {
      int answer = random.nextInt(CLASSES);
      byte[] logits = new byte[CLASSES];
      logits[answer] = (byte) random.nextInt(1, 60);
      scores.add(new Scores(logits, 0.08f, 0));
      boolean right = answer == 0 || answer == 1 && random.nextInt(60) < logits[1];
      labels[i] = right ? answer : (answer + 1) % CLASSES;
      hostRight[i] = random.nextInt(10) > 0;
    }
    return new LadderSamples(new LabelledScores(scores, labels), hostRight);
  }

  private static TunedLadder tune(StageTuning stage, LadderSamples samples, Target target) {
    return new LadderTuner()
        .tune(new LadderTuner.Task(List.of(stage), samples.stages(), samples, target));
  }

  @Test
  void beatsOneThresholdForAllClasses() {
    LadderSamples samples = samples(2000, 1);
    LadderSamples fresh = samples(20_000, 2);
    Target target = Target.maxUpcalls(0.45);
    TunedLadder own = tune(STAGE, samples, target);
    TunedLadder one =
        tune(StageTuning.of("Threshold", Map.of("temperature", 1.0)), samples, target);
    double gain =
        LadderCount.of(own.policies(), fresh).accuracy()
            - LadderCount.of(one.policies(), fresh).accuracy();
    assertTrue(gain > 0.05, () -> "" + gain);
    PerClassThreshold found = (PerClassThreshold) own.policies().get(0);
    assertTrue(found.theta()[0] < found.theta()[1] && found.theta()[1] < found.theta()[2]);
  }

  @Test
  void isTheBestThereIsForEachPrice() {
    LadderSamples samples = samples(60, 3);
    List<Map<String, Double>> tried = new PerClassSearch(samples, 1).parameters();
    for (int k = 0; k < tried.size(); k += 8) {
      double price = 2.0 * k / (tried.size() - 1) - 1;
      double value = value(PER_CLASS.make(tried.get(k)), samples, price);
      Random random = new Random(4);
      for (int other = 0; other < 300; other++) {
        float[] theta = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
        assertTrue(value >= value(new PerClassThreshold(theta, 1), samples, price) - 1e-9);
      }
    }
  }

  private static double value(Policy policy, LadderSamples samples, double price) {
    LadderCount count = LadderCount.of(List.of(policy), samples);
    return count.right() - price * count.upcalls();
  }

  @Test
  void findsTheBoundOfMeanet() {
    LadderSamples first = samples(1000, 5);
    LadderSamples both =
        new LadderSamples(
            List.of(first.stages().get(0), samples(1000, 5).stages().get(0)), first.hostRight());
    StageTuning main =
        new StageTuning(
            "Meanet",
            Map.of("temperature", 1.0),
            Map.of("bound", new StageTuning.Range(0, Double.POSITIVE_INFINITY)),
            values -> new Meanet(values.get("bound").floatValue(), new int[] {0, 1, 1}, 1));
    TunedLadder tuned =
        new LadderTuner()
            .tune(
                new LadderTuner.Task(
                    List.of(main, StageTuning.of("Threshold", Map.of("temperature", 1.0))),
                    both.stages(),
                    both,
                    Target.maxUpcalls(0.4)));
    assertTrue(tuned.count().upcallFraction() <= 0.4);
    assertTrue(tuned.settings().get(0).size() > 10);
    assertEquals(1000, tuned.count().reached().get(0));
    // Easy classes are answered by the main block, whatever comes behind it.
    assertTrue(tuned.count().reached().get(1) < 1000, tuned.count()::toString);
  }
}
