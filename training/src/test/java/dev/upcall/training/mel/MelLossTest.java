package dev.upcall.training.mel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.upcall.training.Engine;
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

  @Test
  void staysFiniteForLargeLogits() {
    NDArray logits = manager.create(new float[] {300, -300}, new Shape(1, 1, 2));
    NDArray truth = manager.create(new float[] {0, 1}, new Shape(1, 2));
    assertEquals(600, MelLoss.perSubset(logits, truth).getFloat(0), 1e-3);
  }
}
