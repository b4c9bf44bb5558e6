package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void doublesUpToItsMaximumWithJitterAndStartsAgain() {
    Backoff backoff = new Backoff(100, 1000, new Random(7));
    long[] ceilings = {100, 200, 400, 800, 1000, 1000};
    for (int round = 0; round < 2; round++) {
      for (long ceiling : ceilings) {
        long wait = backoff.next();
        assertTrue(wait >= ceiling / 2 && wait <= ceiling, wait + " of " + ceiling);
      }
      backoff.reset();
    }
  }
}
