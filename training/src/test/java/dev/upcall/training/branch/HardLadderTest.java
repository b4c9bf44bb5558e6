package dev.upcall.training.branch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HardLadderTest {
  private static final Block MAIN = new Block("logits", 100, 10);
  private static final Block EXTENSION = new Block("extension", 100, 40);

  /** Classes 1 and 3 are hard; the extension's logits are theirs, in this order. */
  private static HardLadder ladder() {
    return HardLadder.of(
        MAIN,
        new float[][] {{9, 0, 0, 0}, {0, 9, 0, 0}, {0, 0, 0, 9}, {0, 0.2f, 0, 0.1f}},
        EXTENSION,
        new float[][] {{0, 1}, {0, 1}, {1, 0}, {0, 1}},
        List.of(1, 3));
  }

  @Test
  void hardClassesGoOnAndTheirClassIsMappedBack() {
    Routed here = ladder().here();
    // The extension's first class is 1 and its second 3; the first sample never gets there.
    assertArrayEquals(new int[] {0, 3, 1, 3}, here.answers());
    assertEquals(Map.of("logits", 1, "extension", 3, HardLadder.ABOVE, 0), here.leaving());
    assertEquals(110 + 0.75 * 40, here.meanMacs(), 1e-9);
  }

  @Test
  void behindAnExitTheRestOfTheNetworkIsComputedToo() {
    HardLadder early =
        HardLadder.of(
            new Block("early", 30, 10),
            new float[][] {{9, 0, 0}, {0, 9, 0}},
            EXTENSION,
            new float[][] {{1, 0}, {0, 1}},
            List.of(1, 2));
    // 30 + 10 each; for the second the network's other 70 and the extension's 40.
    assertEquals(40 + 0.5 * (70 + 40), early.here().meanMacs(), 1e-9);
    assertArrayEquals(new int[] {0, 2}, early.here().answers());
  }

  @Test
  void theMainBlockAloneAnswersAll() {
    Routed main = ladder().main();
    assertArrayEquals(new int[] {0, 1, 3, 1}, main.answers());
    assertEquals(110, main.meanMacs(), 1e-9);
  }

  @Test
  void whatIsComplexGoesUpBeforeItsClassIsLookedAt() {
    Routed above = ladder().withAbove(HardLadder.bound(4), new int[] {7, 7, 7, 7});
    assertArrayEquals(new int[] {0, 3, 1, 7}, above.answers());
    assertEquals(Map.of("logits", 1, "extension", 2, HardLadder.ABOVE, 1), above.leaving());
    assertEquals(110 + 0.5 * 40, above.meanMacs(), 1e-9);
  }

  @Test
  void theBoundIsThePapersAtHundredClasses() {
    assertEquals(0.8, HardLadder.bound(100), 1e-12);
    assertEquals(0.4, HardLadder.bound(10), 1e-12);
  }

  @Test
  void entropyIsThatOfTheSoftmax() {
    assertEquals(Math.log(4), HardLadder.entropy(new float[] {5, 5, 5, 5}), 1e-9);
    double p = 0.8;
    float[] logits = {(float) Math.log(p / (1 - p)), 0};
    assertEquals(-p * Math.log(p) - (1 - p) * Math.log(1 - p), HardLadder.entropy(logits), 1e-6);
    assertEquals(0, HardLadder.entropy(new float[] {1000, 0, -1000}), 1e-12);
  }
}
