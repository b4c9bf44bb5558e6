package dev.upcall.cli.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulation's queues against queueing theory, and theory against numbers in books. */
class QueueingTest {
  private static final int CUSTOMERS = 400_000;

  @ParameterizedTest
  @CsvSource({"1, 0.3", "1, 0.7", "4, 0.5", "4, 0.8", "16, 0.9"})
  void exponentialServiceWaitsAsErlangSays(int servers, double busy) {
    SplittableRandom random = new SplittableRandom(11);
    double wait = simulate(servers, busy, () -> Exponential.draw(random, 1));
    double expected = Queueing.waitMMc(servers, busy, 1);
    assertEquals(expected, wait, 0.06 * expected + 1e-3);
  }

  @ParameterizedTest
  @CsvSource({"0.2", "0.5", "0.8"})
  void fixedServiceWaitsAsPollaczekAndKhinchineSay(double busy) {
    double expected = Queueing.waitMD1(busy, 1);
    assertEquals(expected, simulate(1, busy, () -> 1), 0.05 * expected);
  }

  /** Mean wait; service takes 1 in the mean. */
  private static double simulate(int servers, double busy, DoubleSupplier service) {
    SplittableRandom random = new SplittableRandom(5);
    Station station = new Station(servers);
    double now = 0;
    for (int i = 0; i < CUSTOMERS; i++) {
      now += Exponential.draw(random, 1 / (servers * busy));
      station.done(now, service.getAsDouble());
    }
    return station.meanWait();
  }

  @Test
  void knownValues() {
    // One server: rho / (1 - rho), and half of that where service is fixed.
    assertEquals(4, Queueing.waitMMc(1, 0.8, 1), 1e-12);
    assertEquals(2, Queueing.waitMD1(0.8, 1), 1e-12);
    // Two servers: rho^2 / (1 - rho^2).
    assertEquals(0.25 / 0.75, Queueing.waitMMc(2, 0.5, 1), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> Queueing.waitMD1(1, 1));
  }
}
