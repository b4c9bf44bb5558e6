package dev.upcall.training.mel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.upcall.training.Engine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MelLossTest {
  private final NDManager manager = Engine.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** Two heads, two samples of classes 0 and 2, three classes. */
  @Test
  void equalsWhatIsWorkedOutByHand() {
    NDArray logits =
        manager.create(
            new float[] {
              0,
              0,
              0, /**/
              0,
              0,
              0, // head 1 knows nothing: ln 3 on each sample
              (float) Math.log(2),
              0,
              0, /**/
              0,
              0,
              (float) Math.log(6) // p = 2/4 and 6/8
            },
            new Shape(2, 2, 3));
    NDArray truth = manager.create(new float[] {1, 0, 0, 0, 0, 1}, new Shape(2, 3));
    NDArray perSubset = MelLoss.perSubset(logits, truth);
    double first = Math.log(3);
    double second = (Math.log(2) + Math.log(8.0 / 6)) / 2;
    assertArrayEquals(new float[] {(float) first, (float) second}, perSubset.toFloatArray(), 1e-6f);
  }

  /** Classes 0 and 2 are one group: the same logits, now p = 3/4 of the group and 7/8. */
  @Test
  void anExitThatLearnsGroupsIsForgivenTheClass() {
    float two = (float) Math.log(2);
    float six = (float) Math.log(6);
    float[] once = {two, 0, 0, 0, 0, six};
    float[] twice = {two, 0, 0, 0, 0, six, two, 0, 0, 0, 0, six};
    NDArray logits = manager.create(twice, new Shape(2, 2, 3));
    NDArray truth = manager.create(new float[] {1, 0, 0, 0, 0, 1}, new Shape(2, 3));
    Coarse coarse = new Coarse(List.of("a"), List.of("even", "odd"), List.of(0, 1, 0));
    NDArray together = truth.matMul(manager.create(coarse.together()));
    float[] losses =
        MelLoss.perSubset(logits, truth, together, manager.create(new float[] {0, 1}))
            .toFloatArray();
    double fine = (Math.log(2) + Math.log(8.0 / 6)) / 2;
    double ofGroups = (Math.log(4.0 / 3) + Math.log(8.0 / 7)) / 2;
    assertArrayEquals(new float[] {(float) fine, (float) ofGroups}, losses, 1e-6f);

    float[][] rows = {Arrays.copyOf(once, 3), Arrays.copyOfRange(once, 3, 6)};
    Score score = Score.of(coarse.logits(rows), coarse.of(new int[] {0, 2}));
    assertEquals(ofGroups, score.loss(), 1e-6);
    assertEquals(2, score.correct());
  }

  @Test
  void staysFiniteForLargeLogits() {
    NDArray logits = manager.create(new float[] {300, -300}, new Shape(1, 1, 2));
    NDArray truth = manager.create(new float[] {0, 1}, new Shape(1, 2));
    assertEquals(600, MelLoss.perSubset(logits, truth).getFloat(0), 1e-3);
  }
}
