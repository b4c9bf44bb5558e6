package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TuningCurveTest {
  /** The device answers class 0; L, H, B, N: right are local, host, both, none. */
  private static LadderSamples samples(String right) {
    int[] labels = right.chars().map(c -> c == 'L' || c == 'B' ? 0 : 1).toArray();
    boolean[] host = new boolean[labels.length];
    for (int i = 0; i < host.length; i++) {
      host[i] = right.charAt(i) == 'H' || right.charAt(i) == 'B';
    }
    List<Scores> scores = Collections.nCopies(labels.length, new Scores(new byte[] {1, 0}, 1f, 0));
    return new LadderSamples(new LabelledScores(scores, labels), host);
  }

  private static TuningCurve curve(String right, float... confidence) {
    return TuningCurve.of(confidence, samples(right), 0f, 1f);
  }

  @Test
  void listsEveryPointTheSamplesTellApart() {
    TuningCurve curve = curve("HBLB", 0.2f, 0.4f, 0.4f, 0.9f);
    assertEquals(
        List.of(
            new TuningCurve.Point(0f, new LadderCount(4, 4, 3, 3)),
            new TuningCurve.Point(0.3f, new LadderCount(4, 3, 3, 4)),
            new TuningCurve.Point(0.65f, new LadderCount(4, 1, 1, 3)),
            new TuningCurve.Point(Math.nextUp(0.9f), new LadderCount(4, 0, 0, 3))),
        curve.points());
  }

  @Test
  void leavesOutThresholdsThatCannotBeSet() {
    // A threshold above 1 would be needed to hand the sure one to the host.
    assertEquals(2, curve("BB", 0.5f, 1f).points().size());
    assertEquals(1, curve("BB", 1f, 1f).points().size());
    assertEquals(1, curve("BB", 0f, 0f).points().get(0).accuracy());
  }

  @Test
  void thresholdsSeparateTheSamples() {
    float a = 0.5f;
    float b = Math.nextUp(a);
    TuningCurve curve = curve("HL", a, b);
    assertEquals(b, curve.points().get(1).threshold());
  }

  @Test
  void choosesTheFewestUpcallsForAnAccuracy() {
    TuningCurve curve = curve("HHBBL", 0.1f, 0.2f, 0.3f, 0.4f, 0.5f);
    assertEquals(0, curve.choose(Target.accuracy(0.6)).upcallFraction());
    assertEquals(0.2, curve.choose(Target.accuracy(0.8)).upcallFraction());
    assertEquals(0.4, curve.choose(Target.accuracy(1)).upcallFraction());
  }

  @Test
  void choosesTheGreatestAccuracyForABudget() {
    TuningCurve curve = curve("HHBBL", 0.1f, 0.2f, 0.3f, 0.4f, 0.5f);
    assertEquals(0, curve.choose(Target.maxUpcalls(0.1)).upcallFraction());
    assertEquals(0.2, curve.choose(Target.maxUpcalls(0.2)).upcallFraction());
    // Two upcalls are as good as four on these samples; the allowance is spent, the loss avoided.
    assertEquals(0.8, curve.choose(Target.maxUpcalls(1)).upcallFraction());
  }

  @Test
  void namesTheBestWhereTheTargetIsOutOfReach() {
    TuningCurve curve = curve("HBNB", 0.1f, 0.2f, 0.3f, 0.4f);
    Diagnostic problem =
        assertThrows(UpcallException.class, () -> curve.choose(Target.accuracy(0.9)))
            .diagnostics()
            .get(0);
    assertEquals(PolicyCode.INFEASIBLE, problem.code());
    assertEquals("no setting reaches an accuracy of 90.00 %", problem.title());
    assertEquals("at best 75.00 % accuracy with 25.00 % upcalls, on 4 samples", problem.found());
  }

  @Test
  void refusesTargetsThatAreNoFractions() {
    for (double value : new double[] {-0.1, 1.1, 95, Double.NaN}) {
      Diagnostic problem =
          assertThrows(UpcallException.class, () -> Target.accuracy(value)).diagnostics().get(0);
      assertEquals(PolicyCode.TARGET, problem.code());
      assertTrue(problem.fix().contains("0.95"), problem::toString);
    }
  }
}
