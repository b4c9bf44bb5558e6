package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProportionTest {
  /** Values of Wilson's interval from Newcombe 1998, table I. */
  @Test
  void hasWilsonsInterval() {
    Proportion first = new Proportion(81, 263);
    assertEquals(0.2553, first.low(), 5e-5);
    assertEquals(0.3662, first.high(), 5e-5);
    Proportion none = new Proportion(0, 20);
    assertEquals(0, none.low(), 1e-12);
    assertEquals(0.1611, none.high(), 5e-5);
  }

  @Test
  void addsUpOverFolds() {
    assertEquals(new Proportion(5, 20), new Proportion(2, 10).plus(new Proportion(3, 10)));
  }
}
