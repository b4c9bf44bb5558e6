package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Scores;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class CalibrationErrorTest {
  @Test
  void isTheDistanceOfStatedAndFound() {
    // Two classes, p1 = 1 / (1 + e^-1) = 0.731 of each; three of four right.
    Scores scores = new Scores(new byte[] {1, 0}, 1f, 0);
    LabelledScores samples =
        new LabelledScores(Collections.nCopies(4, scores), new int[] {0, 0, 0, 1});
    assertEquals(0.75 - 0.7310586, CalibrationError.of(samples, 1f), 1e-5);
  }

  @Test
  void isLeastAtTheTemperatureThatLabelsAreDrawnAt() {
    LabelledScores samples = Samples.draw(5000, 1.6, 0.9, 31).stages().get(0);
    double fitted = CalibrationError.of(samples, (float) Temperature.fit(samples));
    assertTrue(fitted < 0.03, () -> "" + fitted);
    assertTrue(CalibrationError.of(samples, 1f) > fitted + 0.05);
    assertTrue(CalibrationError.of(samples, 3f) > fitted + 0.05);
  }
}
