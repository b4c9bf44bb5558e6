package dev.upcall.training.branch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExitLadderTest {
  private static final Block EARLY = new Block("early", 10, 5);
  private static final Block MIDDLE = new Block("middle", 40, 7);
  private static final Block END = new Block("logits", 100, 3);

  /** Logits of two classes by which the first has that probability. */
  private static float[] first(double probability) {
    return new float[] {(float) Math.log(probability), (float) Math.log(1 - probability)};
  }

  private static ExitLadder three() {
    return ExitLadder.of(
        List.of(EARLY, MIDDLE, END),
        List.of(
            new float[][] {first(0.95), first(0.6), first(0.3), first(0.55)},
            new float[][] {first(0.4), first(0.9), first(0.2), first(0.45)},
            new float[][] {first(0.1), first(0.1), first(0.1), first(0.7)}),
        new int[] {0, 0, 1, 0});
  }

  @Test
  void samplesLeaveAtTheFirstExitThatIsSure() {
    Routed routed = three().route(new float[] {0.9f, 0.8f});
    assertArrayEquals(new int[] {0, 0, 1, 0}, routed.answers());
    assertEquals(Map.of("early", 1, "middle", 2, "logits", 1), routed.leaving());
    // 10 + 5; twice 40 + 5 + 7; 100 + 5 + 7 + 3.
    assertEquals((15 + 2 * 52 + 115) / 4.0, routed.meanMacs(), 1e-9);
    assertEquals(
        new ExitLadder.Count(4, 2, 15 + 2 * 52 + 115), three().count(new float[] {0.9f, 0.8f}));
  }

  @Test
  void anExitThatNobodyLeavesByCostsNothing() {
    Routed routed = three().route(new float[] {ExitLadder.NEVER, 0.8f});
    assertEquals((2 * 47 + 2 * 110) / 4.0, routed.meanMacs(), 1e-9);
    assertEquals(103, three().route(three().never()).meanMacs(), 1e-9);
  }

  /** A ladder whose exits are right with the probability that they state. */
  private static ExitLadder random(long seed, int samples, int exits) {
    Random random = new Random(seed);
    float[][][] logits = new float[exits + 1][samples][];
    int[] labels = new int[samples];
    for (int n = 0; n < samples; n++) {
      labels[n] = random.nextInt(2);
      for (int k = 0; k <= exits; k++) {
        double sure = 0.5 + 0.499 * Math.pow(random.nextDouble(), 1.0 / (1 + 3 * k));
        boolean right = random.nextDouble() < sure;
        logits[k][n] = first(right == (labels[n] == 0) ? sure : 1 - sure);
      }
    }
    List<Block> blocks =
        exits == 1 ? List.of(EARLY, END) : List.of(EARLY, MIDDLE, END).subList(0, exits + 1);
    return ExitLadder.of(blocks, List.of(logits), labels);
  }

  @Test
  void thresholdsKeepTheBoundAndSaveMoreTheWiderItIs() {
    ExitLadder ladder = random(3, 600, 2);
    int whole = ladder.count(ladder.never()).right();
    double before = Double.POSITIVE_INFINITY;
    for (double points : new double[] {0, 0.3, 1, 3}) {
      ExitLadder.Count count = ladder.count(new ThresholdSearch(ladder).within(points));
      assertTrue(count.right() >= whole - points / 100 * 600, points + " points: " + count);
      assertTrue(count.macs() <= before, points + " points: " + count);
      before = count.macs();
    }
    assertTrue(before < 0.9 * ladder.count(ladder.never()).macs());
  }

  @Test
  void theSearchComesCloseToTheBestOfAllPairs() {
    for (long seed = 0; seed < 3; seed++) {
      ExitLadder ladder = random(seed, 300, 2);
      double least = ladder.count(ladder.never()).right() - 3;
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i <= 50; i++) {
        for (int j = 0; j <= 50; j++) {
          ExitLadder.Count count = ladder.count(new float[] {0.51f + 0.01f * i, 0.51f + 0.01f * j});
          boolean kept = count.right() - Math.sqrt(count.differ()) >= least;
          best = kept ? Math.min(best, count.macs()) : best;
        }
      }
      ExitLadder.Count found = ladder.count(new ThresholdSearch(ladder).within(1));
      assertTrue(found.right() - Math.sqrt(found.differ()) >= least);
      assertTrue(found.macs() <= 1.05 * best, found.macs() + " instead of " + best);
    }
  }

  @Test
  void anExitThatIsAlwaysWrongIsLeftOut() {
    ExitLadder good = random(1, 500, 1);
    int[] inverted = new int[500];
    float[][] wrong = new float[500][];
    float[][] right = new float[500][];
    for (int n = 0; n < 500; n++) {
      inverted[n] = n % 2;
      wrong[n] = first(n % 2 == 0 ? 0.01 : 0.99);
      right[n] = first(n % 2 == 0 ? 0.9 : 0.1);
    }
    ExitLadder bad = ExitLadder.of(List.of(EARLY, END), List.of(wrong, right), inverted);
    assertArrayEquals(bad.never(), new ThresholdSearch(bad).within(0.1));
    assertTrue(new ThresholdSearch(good).within(5)[0] <= 1);
  }
}
