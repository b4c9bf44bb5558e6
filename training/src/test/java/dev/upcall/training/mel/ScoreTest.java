package dev.upcall.training.mel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScoreTest {
  @Test
  void firstOfEqualLogitsCounts() {
    Score score = Score.of(new float[][] {{1, 1}, {1, 1}}, new int[] {0, 1});
    assertEquals(0.5, score.accuracy());
    assertEquals(Math.log(2), score.loss(), 1e-12);
  }
}
