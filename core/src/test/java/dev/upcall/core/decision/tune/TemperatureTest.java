package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TemperatureTest {
  @Test
  void findsTheTemperatureThatMadeTheLabels() {
    for (double made : new double[] {0.5, 1, 2.5}) {
      LabelledScores samples = Samples.draw(20_000, made, 0.5, 3).stages().get(0);
      assertEquals(made, Temperature.fit(samples), 0.05 * made);
    }
  }

  @Test
  void isTheMinimum() {
    LabelledScores samples = Samples.draw(500, 1.4, 0.5, 5).stages().get(0);
    double fitted = Temperature.fit(samples);
    double least = Temperature.meanNegativeLogLikelihood(samples, fitted);
    for (double factor : new double[] {0.9, 0.99, 1.01, 1.1}) {
      assertTrue(least <= Temperature.meanNegativeLogLikelihood(samples, fitted * factor));
    }
  }

  @Test
  void staysInItsRange() {
    assertEquals(0.05, Temperature.fit(Samples.constant(50, true, true).stages().get(0)), 1e-6);
    assertTrue(Temperature.fit(Samples.constant(50, false, true).stages().get(0)) <= 20);
    assertEquals(1, Temperature.fit(new LabelledScores(List.of(), new int[0])));
  }
}
