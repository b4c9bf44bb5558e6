package dev.upcall.host.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many answers there were in each of the last seconds, and how long they took. Its places are
 * used round and round.
 */
final class LastMinutes {
  /** Upper bounds of the histogram's bars, in milliseconds; a last bar is for all beyond. */
  static final List<Integer> BOUNDS_MS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000);

  static final int SECONDS = 120;

  private final int[] rates = new int[SECONDS];
  private final int[][] took = new int[SECONDS][BOUNDS_MS.size() + 1];
  private long now;

  /** Begins at a second. */
  LastMinutes(long second) {
    this.now = second;
  }

  /** Notes an answer given in {@code second}. */
  synchronized void add(long second, double tookMs) {
    moveTo(second);
    int place = (int) (now % SECONDS);
    rates[place]++;
    int bar = 0;
    while (bar < BOUNDS_MS.size() && tookMs > BOUNDS_MS.get(bar)) {
      bar++;
    }
    took[place][bar]++;
  }

  private void moveTo(long second) {
    // A clock that was set back does not make the past happen again.
    long steps = Math.min(SECONDS, second - now);
    for (long step = 1; step <= steps; step++) {
      int place = (int) ((second - steps + step) % SECONDS);
      rates[place] = 0;
      Arrays.fill(took[place], 0);
    }
    now = Math.max(now, second);
  }

  /** Answers per second, oldest first, up to {@code second}, which is not over yet. */
  synchronized List<Integer> rates(long second) {
    moveTo(second);
    List<Integer> ordered = new ArrayList<>(SECONDS);
    for (int age = SECONDS - 1; age >= 0; age--) {
      ordered.add(rates[(int) ((now - age) % SECONDS)]);
    }
    return ordered;
  }

  /** Answers by how long they took, a number for each bar. */
  synchronized List<Integer> histogram(long second) {
    moveTo(second);
    int[] sum = new int[BOUNDS_MS.size() + 1];
    for (int[] bars : took) {
      for (int bar = 0; bar < sum.length; bar++) {
        sum[bar] += bars[bar];
      }
    }
    return Arrays.stream(sum).boxed().toList();
  }
}
