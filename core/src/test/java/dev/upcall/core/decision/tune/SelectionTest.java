package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SelectionTest {
  /** The device answers class 0; L, H, B, N: right are local, host, both, none. */
  private static LadderSamples samples(String right) {
    int[] labels = right.chars().map(c -> c == 'L' || c == 'B' ? 0 : 1).toArray();
    boolean[] host = new boolean[labels.length];
    for (int i = 0; i < host.length; i++) {
      host[i] = right.charAt(i) == 'H' || right.charAt(i) == 'B';
    }
    List<Scores> scores = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      scores.add(new Scores(new byte[] {(byte) (i + 1), 0}, 1f, 0));
    }
    return new LadderSamples(new LabelledScores(scores, labels), host);
  }

  /** Confidence by the sample's scores: the first of these numbers is the first sample's. */
  private record Known(float[] values) implements Confidence {
    @Override
    public float of(Scores scores) {
      return values[scores.logit(0) - 1];
    }

    @Override
    public float least() {
      return 0;
    }

    @Override
    public float greatest() {
      return 1;
    }

    @Override
    public Map<String, Double> parameters(float threshold) {
      return Map.of("threshold", (double) threshold);
    }

    @Override
    public Policy policy(float threshold) {
      return scores -> of(scores) >= threshold ? Verdict.ACCEPT : Verdict.CONTINUE;
    }
  }

  private static StageSettings settings(String right, float... confidence) {
    List<Scores> scores = samples(right).stages().get(0).scores();
    Known known = new Known(confidence);
    return StageSettings.of(scores, known, StageSettings.thresholds(scores, known, 100));
  }

  private static Selection select(Target target, String right, float... confidence) {
    Selection selection = new Selection(target);
    new JointSearch(samples(right), List.of(settings(right, confidence)), Optional.empty())
        .visit(selection);
    return selection;
  }

  private static OperatingPoint choose(Target target) {
    return select(target, "HHBBL", 0.1f, 0.2f, 0.3f, 0.4f, 0.5f).best();
  }

  private static LadderCount count(int accepted, int acceptedRight, int right) {
    return new LadderCount(4, List.of(4), List.of(accepted), acceptedRight, right);
  }

  @Test
  void listsEveryPointTheSamplesTellApart() {
    List<OperatingPoint> curve =
        select(Target.maxUpcalls(1), "HBLB", 0.2f, 0.4f, 0.4f, 0.9f).curve();
    assertEquals(
        List.of(count(4, 3, 3), count(3, 3, 4), count(1, 1, 3), count(0, 0, 3)),
        curve.stream().map(OperatingPoint::count).toList());
    assertEquals(
        List.of(0.0, (double) 0.3f, (double) 0.65f, (double) Math.nextUp(0.9f)),
        settings("HBLB", 0.2f, 0.4f, 0.4f, 0.9f).settings().stream()
            .map(setting -> setting.parameters().get("threshold"))
            .toList());
  }

  @Test
  void leavesOutThresholdsThatCannotBeSet() {
    // A threshold above 1 would be needed to hand the sure one to the host.
    assertEquals(2, settings("BB", 0.5f, 1f).settings().size());
    assertEquals(1, settings("BB", 1f, 1f).settings().size());
    assertEquals(1, select(Target.maxUpcalls(1), "BB", 0f, 0f).curve().get(0).accuracy());
  }

  @Test
  void thresholdsSeparateTheSamples() {
    float b = Math.nextUp(0.5f);
    assertEquals(
        (double) b, settings("HL", 0.5f, b).settings().get(1).parameters().get("threshold"));
  }

  @Test
  void choosesTheFewestUpcallsForAnAccuracy() {
    assertEquals(0, choose(Target.accuracy(0.6)).upcallFraction());
    assertEquals(0.2, choose(Target.accuracy(0.8)).upcallFraction());
    assertEquals(0.4, choose(Target.accuracy(1)).upcallFraction());
  }

  @Test
  void choosesTheGreatestAccuracyForABudget() {
    assertEquals(0, choose(Target.maxUpcalls(0.1)).upcallFraction());
    assertEquals(0.2, choose(Target.maxUpcalls(0.2)).upcallFraction());
    // Two upcalls are as good as four on these samples; the allowance is spent, the loss avoided.
    assertEquals(0.8, choose(Target.maxUpcalls(1)).upcallFraction());
  }

  @Test
  void keepsSeveralBoundsAtOnce() {
    Target both = Target.accuracy(0.8).and(Target.maxUpcalls(0.3));
    assertEquals(0.2, choose(both).upcallFraction());
    Diagnostic problem = problem(() -> choose(Target.accuracy(1).and(Target.maxUpcalls(0.3))));
    assertEquals(
        "no setting reaches an accuracy of 100.00 % and at most 30.00 % upcalls", problem.title());
    assertTrue(
        problem
            .found()
            .endsWith("nearest to all of it: 80.00 % accuracy with 20.00 % upcalls; on 5 samples"),
        problem::found);
  }

  @Test
  void namesTheBestWhereTheTargetIsOutOfReach() {
    Diagnostic problem =
        problem(() -> select(Target.accuracy(0.9), "HBNB", 0.1f, 0.2f, 0.3f, 0.4f).best());
    assertEquals(PolicyCode.INFEASIBLE, problem.code());
    assertEquals("no setting reaches an accuracy of 90.00 %", problem.title());
    assertEquals(
        "at best 75.00 % accuracy (75.00 % accuracy with 25.00 % upcalls); nearest to all of it:"
            + " 75.00 % accuracy with 25.00 % upcalls; on 4 samples",
        problem.found());
  }

  @Test
  void refusesTargetsThatMakeNoSense() {
    for (double value : new double[] {-0.1, 1.1, 95, Double.NaN}) {
      Diagnostic problem = problem(() -> Target.accuracy(value));
      assertEquals(PolicyCode.TARGET, problem.code());
      assertTrue(problem.fix().contains("0.95"), problem::toString);
    }
    assertEquals(PolicyCode.TARGET, problem(() -> Target.of(Quantity.ENERGY, 0)).code());
    assertEquals(PolicyCode.TARGET, problem(() -> Target.leastCost(0, 0)).code());
    assertEquals(PolicyCode.TARGET, problem(() -> Target.leastCost(-1, 2)).code());
  }

  private static Diagnostic problem(Executable task) {
    return assertThrows(UpcallException.class, task).diagnostics().get(0);
  }
}
