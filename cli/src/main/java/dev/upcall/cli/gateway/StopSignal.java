package dev.upcall.cli.gateway;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * Waits until somebody wants the process to end: SIGTERM, or Ctrl-C. The command then ends as any
 * other does, with its own exit code, which a shutdown hook could not see to. Whoever asks a second
 * time is not kept waiting.
 */
public final class StopSignal {
  private static final int KILLED = 130;

  private final CountDownLatch asked = new CountDownLatch(1);

  /** Begins to listen for signals. */
  public StopSignal() {
    Signal.handle(new Signal("TERM"), signal -> received());
    Signal.handle(new Signal("INT"), signal -> received());
  }

  private void received() {
    if (asked.getCount() == 0) {
      Runtime.getRuntime().halt(KILLED);
    }
    asked.countDown();
  }

  /** Returns when the first signal has come. */
  public void await() throws InterruptedException {
    asked.await();
  }
}
