package dev.upcall.host;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads with names that do not keep the process alive. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** Threads called {@code name}, {@code name 2}, and so on. */
  public static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      int n = number.incrementAndGet();
      Thread thread = new Thread(work, n == 1 ? name : name + " " + n);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** One thread that runs work now or later; to be shut down by whoever asks for it. */
  public static ScheduledThreadPoolExecutor scheduler(String name) {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, named(name));
    // A deadline that was met must not be kept until it would have passed.
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
