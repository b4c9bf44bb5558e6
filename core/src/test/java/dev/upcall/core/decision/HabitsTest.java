package dev.upcall.core.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What operators are promised of audits, rates, quiet hours and corrections. */
class HabitsTest {
  private static final Scores SCORES = new Scores(new byte[] {0, 9}, 0.1f, 0);

  /** A policy that says what it is told to. */
  private static final class Said implements Policy {
    private Verdict verdict = Verdict.ACCEPT;

    @Override
    public Verdict decide(Scores scores) {
      return verdict;
    }
  }

  private final Said inner = new Said();

  /**
   * Samples come in bouts, easy ones and hard ones, and the hard ones are accepted less often. Over
   * many devices the mean of what audits estimate is the accuracy among the accepted, and the
   * budget holds on each.
   */
  @Test
  void auditsEstimateTheAccuracyAmongTheAcceptedWithoutBias() {
    Random world = new Random(1);
    int devices = 4000;
    double sum = 0;
    double squares = 0;
    for (int device = 0; device < devices; device++) {
      int boot = world.nextInt();
      Policy audited = new Audited(20, inner);
      int accepted = 0;
      int truly = 0;
      int checked = 0;
      int found = 0;
      boolean hard = false;
      // Whole runs of 20, as the estimate is defined.
      while (accepted < 200) {
        hard ^= world.nextInt(15) == 0;
        boolean right = world.nextFloat() < (hard ? 0.6f : 0.98f);
        inner.verdict = world.nextFloat() < (hard ? 0.5f : 0.05f) ? Verdict.UPCALL : Verdict.ACCEPT;
        Verdict verdict = audited.decide(booted(boot));
        if (verdict == Verdict.UPCALL) {
          continue;
        }
        accepted++;
        truly += right ? 1 : 0;
        checked += verdict == Verdict.AUDIT ? 1 : 0;
        found += verdict == Verdict.AUDIT && right ? 1 : 0;
        assertTrue(checked <= accepted / 20 + 1, "the budget holds at any time");
      }
      assertEquals(10, checked);
      double error = found / 10.0 - truly / 200.0;
      sum += error;
      squares += error * error;
    }
    double mean = sum / devices;
    double standardError = Math.sqrt((squares / devices - mean * mean) / devices);
    assertTrue(standardError < 0.003, () -> "standard error " + standardError);
    assertTrue(Math.abs(mean) < 3 * standardError, () -> mean + " of " + standardError);
  }

  /** Starts in sequence, each too short for a run: every place in it is as likely to be checked. */
  @Test
  void startsDoNotRepeatEachOther() {
    int[] checked = new int[10];
    for (int boot = 0; boot < 20_000; boot++) {
      Policy audited = new Audited(10, inner);
      for (int place = 0; place < 10; place++) {
        checked[place] += audited.decide(booted(boot)) == Verdict.AUDIT ? 1 : 0;
      }
    }
    for (int count : checked) {
      assertTrue(Math.abs(count - 2000) < 5 * Math.sqrt(2000 * 0.9), () -> "checked " + count);
    }
  }

  /** In any t milliseconds at most burst + t/interval upcalls, whatever the load. */
  @Test
  void aRateHoldsUnderLoad() {
    Random random = new Random(2);
    int interval = 1000;
    int burst = 5;
    Policy limited = new RateLimited(interval, burst, inner);
    Deque<Long> sent = new ArrayDeque<>();
    long start = 0xFFFF0000L; // the device's clock wraps soon
    long now = start;
    int total = 0;
    int degraded = 0;
    while (now < start + 2_000_000) {
      now += random.nextInt(500) == 0 ? random.nextInt(20_000) : random.nextInt(100);
      inner.verdict = random.nextInt(5) == 0 ? Verdict.LATER : Verdict.UPCALL;
      Verdict verdict = limited.decide(at((int) now));
      degraded += verdict == Verdict.DEGRADE ? 1 : 0;
      if (verdict.asks()) {
        sent.add(now);
        total++;
        if (sent.size() > 50) {
          sent.remove();
        }
        long[] times = sent.stream().mapToLong(Long::longValue).toArray();
        for (int first = 0; first < times.length; first++) {
          long t = now - times[first];
          int count = times.length - first;
          assertTrue(count <= burst + t / interval, () -> count + " in " + t + " ms");
        }
      }
    }
    int upcalls = total;
    assertTrue(total > 1500 && degraded > 20_000, () -> upcalls + " upcalls");
  }

  @Test
  void whatMayNotAskAnswersByItself() {
    Policy limited = new RateLimited(1000, 1, inner);
    inner.verdict = Verdict.AUDIT;
    assertEquals(Verdict.AUDIT, limited.decide(at(5)));
    assertEquals(Verdict.ACCEPT, limited.decide(at(6)), "a check is left out");
    inner.verdict = Verdict.CONTINUE;
    assertEquals(Verdict.CONTINUE, limited.decide(at(7)), "the next stage costs no upcall");
    inner.verdict = Verdict.UPCALL;
    assertEquals(Verdict.DEGRADE, limited.decide(at(8)));
    assertEquals(Verdict.UPCALL, limited.decide(at(1008)));
  }

  @Test
  void quietHoursMayPassMidnight() {
    Policy quiet = new Quiet(22 * 60, 6 * 60, inner);
    inner.verdict = Verdict.UPCALL;
    for (int minute = 0; minute < 24 * 60; minute++) {
      boolean hushed = minute >= 22 * 60 || minute < 6 * 60;
      Scores scores = new Surroundings(0, 1, minute, true).around(SCORES);
      assertEquals(hushed ? Verdict.DEGRADE : Verdict.UPCALL, quiet.decide(scores));
    }
    assertEquals(Verdict.UPCALL, quiet.decide(SCORES), "a device that does not know the time");
  }

  @Test
  void withoutLinkNothingIsAsked() {
    Policy quiet = new Quiet(0, 0, inner);
    Scores alone = new Surroundings(0, 1, 700, false).around(SCORES);
    Verdict[] expected = {
      Verdict.ACCEPT,
      Verdict.CONTINUE,
      Verdict.DEGRADE,
      Verdict.ACCEPT,
      Verdict.DEGRADE,
      Verdict.DEGRADE
    };
    for (Verdict verdict : Verdict.values()) {
      inner.verdict = verdict;
      assertEquals(expected[verdict.ordinal()], quiet.decide(alone));
      assertEquals(verdict, quiet.decide(SCORES));
    }
  }

  @Test
  void whatIsAnsweredNowIsCorrectedLater() {
    Policy asynchronous = new Asynchronous(inner);
    for (Verdict verdict : Verdict.values()) {
      inner.verdict = verdict;
      boolean upcall = verdict == Verdict.UPCALL;
      assertEquals(upcall ? Verdict.LATER : verdict, asynchronous.decide(SCORES));
    }
  }

  private static Scores booted(int boot) {
    return new Surroundings(0, boot, -1, true).around(SCORES);
  }

  private static Scores at(int millis) {
    return Surroundings.STILL.at(millis).around(SCORES);
  }
}
