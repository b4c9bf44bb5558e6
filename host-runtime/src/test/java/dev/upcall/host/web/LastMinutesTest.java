package dev.upcall.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastMinutesTest {
  private static final long BEGIN = 1_700_000_000;

  private final LastMinutes minutes = new LastMinutes(BEGIN);

  /** Answers {@code age} seconds before {@code now}. */
  private int rate(long now, int age) {
    return minutes.rates(now).get(LastMinutes.SECONDS - 1 - age);
  }

  private static int sum(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void answersStandInTheirSeconds() {
    minutes.add(BEGIN, 3);
    minutes.add(BEGIN + 2, 3);
    minutes.add(BEGIN + 2, 3);
    assertEquals(LastMinutes.SECONDS, minutes.rates(BEGIN + 2).size());
    assertEquals(2, rate(BEGIN + 2, 0));
    assertEquals(0, rate(BEGIN + 2, 1));
    assertEquals(1, rate(BEGIN + 2, 2));
    assertEquals(1, rate(BEGIN + 10, 10));
    assertEquals(3, sum(minutes.rates(BEGIN + 10)));
  }

  @Test
  void whatIsOlderIsForgotten() {
    minutes.add(BEGIN, 3);
    minutes.add(BEGIN + 1, 300);
    long last = BEGIN + LastMinutes.SECONDS - 1;
    assertEquals(1, rate(last, LastMinutes.SECONDS - 1));
    assertEquals(2, sum(minutes.histogram(last)));
    assertEquals(1, sum(minutes.rates(last + 1)));
    assertEquals(1, sum(minutes.histogram(last + 1)));
    minutes.add(last + 1, 3);
    assertEquals(Collections.nCopies(LastMinutes.SECONDS, 0), minutes.rates(last + 100_000));
    assertEquals(0, sum(minutes.histogram(last + 100_000)));
  }

  @Test
  void aClockSetBackTakesNothingAway() {
    minutes.add(BEGIN + 5, 3);
    minutes.add(BEGIN - 1000, 3);
    assertEquals(2, rate(BEGIN - 1000, 0));
    assertEquals(2, rate(BEGIN + 6, 1));
  }

  @Test
  void barsHoldTheirBounds() {
    for (double tookMs : new double[] {0, 1, 1.01, 2, 1999, 2000, 2000.1, 1e6}) {
      minutes.add(BEGIN, tookMs);
    }
    List<Integer> bars = minutes.histogram(BEGIN);
    assertEquals(List.of(2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2), bars);
    assertEquals(LastMinutes.BOUNDS_MS.size() + 1, bars.size());
  }
}
