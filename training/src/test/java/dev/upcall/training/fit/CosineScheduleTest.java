package dev.upcall.training.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CosineScheduleTest {
  private final CosineSchedule schedule = new CosineSchedule(0.1f, 10, 110);

  @Test
  void risesLinearlyToTheBaseRate() {
    assertEquals(0.01, schedule.rate(1), 1e-8);
    assertEquals(0.1, schedule.rate(10), 1e-8);
  }

  @Test
  void fallsAsHalfACosineToZero() {
    assertEquals(0.05, schedule.rate(60), 1e-8);
    assertEquals(0, schedule.rate(110), 1e-8);
    assertEquals(0, schedule.rate(500), 1e-8);
  }

  @Test
  void needsNoWarmUp() {
    assertEquals(0.05, new CosineSchedule(0.1f, 0, 2).rate(1), 1e-8);
  }
}
