package dev.upcall.host.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits on conditions of other threads, politely and not for ever. */
public final class Eventually {
  private Eventually() {}

  /** Returns once the condition holds; fails the test if it never does. */
  public static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "the condition never came true");
      Thread.yield();
    }
  }
}
