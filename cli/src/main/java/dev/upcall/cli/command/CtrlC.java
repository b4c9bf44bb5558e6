package dev.upcall.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of commands that have none of their own. */
final class CtrlC {
  private CtrlC() {}

  /**
   * Waits for Ctrl-C, on which this thread closes what it opened and the JVM waits for that; not
   * for the thread's end, which does not come while the JVM goes down.
   *
   * @param closed counted down when everything is closed
   * @throws InterruptedException on Ctrl-C
   */
  static void await(CountDownLatch closed) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Thread waiting = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  waiting.interrupt();
                  try {
                    closed.await(5, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    never.await();
  }
}
