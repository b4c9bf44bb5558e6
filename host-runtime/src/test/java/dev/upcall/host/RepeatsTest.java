package dev.upcall.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  @Test
  void eachKindIsToldAtOnceAndThenOnceAMinute() {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    Repeats repeats = new Repeats(clock::get);
    assertEquals(Optional.of(""), repeats.again("one"));
    assertEquals(Optional.of(""), repeats.again("other"));
    for (int i = 0; i < 10; i++) {
      clock.addAndGet(TimeUnit.SECONDS.toNanos(5));
      assertEquals(Optional.empty(), repeats.again("one"));
    }
    clock.addAndGet(TimeUnit.SECONDS.toNanos(10));
    assertEquals(Optional.of(" (11 times since last said)"), repeats.again("one"));
    assertEquals(Optional.empty(), repeats.again("one"));
    assertEquals(Optional.of(""), repeats.again("other"));
  }
}
