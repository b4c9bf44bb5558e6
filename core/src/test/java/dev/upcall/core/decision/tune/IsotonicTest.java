package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Calibrated;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IsotonicTest {
  private static final float SCALE = 0.1f;

  /** Of a lead: so many samples, so many of them right. */
  private record Group(int lead, int samples, int right) {}

  private static LabelledScores samples(Group... groups) {
    List<Scores> scores = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Group group : groups) {
      for (int i = 0; i < group.samples(); i++) {
        scores.add(new Scores(new byte[] {(byte) (group.lead() - 100), -100}, SCALE, 0));
        labels.add(i < group.right() ? 0 : 1);
      }
    }
    return new LabelledScores(scores, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  @Test
  void poolsWhatFallsAndJoinsTheCentres() {
    float[] table =
        Isotonic.fit(samples(new Group(10, 2, 1), new Group(20, 2, 0), new Group(35, 4, 3)));
    // Leads 10 and 20 pool to a quarter at 15; halfway to 35 lies half of the way to 3/4.
    assertEquals(0.25f, table[0]);
    assertEquals(0.25f, table[15]);
    assertEquals(0.5f, table[25], 1e-6f);
    assertEquals(0.75f, table[35]);
    assertEquals(0.75f, table[255]);
  }

  @Test
  void neverFalls() {
    Random random = new Random(3);
    Group[] groups = new Group[120];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = new Group(random.nextInt(200), 9, random.nextInt(10));
    }
    float[] table = Isotonic.fit(samples(groups));
    for (int lead = 1; lead < table.length; lead++) {
      assertTrue(table[lead] >= table[lead - 1] && table[lead] <= 1, "at " + lead);
    }
  }

  @Test
  void isStraightWithoutSamples() {
    float[] table = Isotonic.fit(samples());
    assertEquals(Isotonic.LEADS, table.length);
    assertEquals(0f, table[0]);
    assertEquals(1f, table[255]);
  }

  /** Right in at most half of the cases, however sure: no temperature says so of two classes. */
  @Test
  void mendsWhatNoTemperatureCan() {
    LabelledScores fitting = boasting(3000, 1);
    LabelledScores fresh = boasting(10_000, 2);
    float[] table = Isotonic.fit(fitting);
    double isotonic = CalibrationError.of(fresh, scores -> table[Isotonic.lead(scores)]);
    double temperature = CalibrationError.of(fresh, (float) Temperature.fit(fitting));
    assertTrue(isotonic < 0.03, () -> "" + isotonic);
    assertTrue(temperature > 0.15, () -> "" + temperature);
  }

  private static LabelledScores boasting(int count, long seed) {
    Random random = new Random(seed);
    Group[] groups = new Group[count];
    for (int i = 0; i < count; i++) {
      int lead = 1 + random.nextInt(150);
      groups[i] = new Group(lead, 1, random.nextInt(300) < lead ? 1 : 0);
    }
    return samples(groups);
  }

  /**
   * What is calibrated may be told prices: at 0.3 an upcall, errors likelier than that are sent.
   */
  @Test
  void thresholdsArePrices() {
    float[] table = Isotonic.fit(samples(new Group(10, 100, 50), new Group(90, 100, 90)));
    Calibrated policy = new Calibrated(1, table);
    Scores half = samples(new Group(10, 1, 1)).scores().get(0);
    Scores sure = samples(new Group(90, 1, 1)).scores().get(0);
    assertEquals(Verdict.CONTINUE, policy.decide(half, 0.3f));
    assertEquals(Verdict.ACCEPT, policy.decide(sure, 0.3f));
    assertEquals(Verdict.CONTINUE, policy.decide(sure));
    assertEquals(Verdict.ACCEPT, policy.decide(half, 0.6f));
  }

  @Test
  void isTunedAsThresholdsAre() {
    LadderSamples samples = Samples.draw(4000, 1.6, 0.9, 5);
    TunedLadder tuned =
        new LadderTuner()
            .tune(
                new LadderTuner.Task(
                    List.of(StageTuning.of("Calibrated", Map.of())),
                    samples.stages(),
                    samples,
                    Target.maxUpcalls(0.2)));
    assertEquals(257, tuned.stages().get(0).parameters().size());
    assertTrue(tuned.count().upcallFraction() <= 0.2);
    assertTrue(tuned.count().upcallFraction() > 0.15, () -> "" + tuned.count());
    double alone = tuned.curve().get(0).accuracy();
    assertTrue(tuned.count().accuracy() > alone + 0.02, () -> alone + ", " + tuned.count());
  }
}
