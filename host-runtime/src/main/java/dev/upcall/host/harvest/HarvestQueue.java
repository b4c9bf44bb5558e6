package dev.upcall.host.harvest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Samples on their way to a store, bounded in number and in bytes; adding never waits. */
final class HarvestQueue {
  private static final int STANDARD_SAMPLES = 8192;
  private static final long STANDARD_BYTES = 64L << 20;

  /** The longest that a taker of nothing waits. */
  private static final long PATIENCE_MS = 1000;

  private final int maxSamples;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<HarvestSample> samples = new ArrayDeque<>();
  private long bytes;
  private boolean awake;

  HarvestQueue() {
    this(STANDARD_SAMPLES, STANDARD_BYTES);
  }

  HarvestQueue(int maxSamples, long maxBytes) {
    this.maxSamples = maxSamples;
    this.maxBytes = maxBytes;
  }

  /** Adds one; false if there is no room. */
  boolean offer(HarvestSample sample) {
    lock.lock();
    try {
      int size = sample.sample().length();
      if (samples.size() >= maxSamples || bytes + size > maxBytes) {
        return false;
      }
      samples.addLast(sample);
      bytes += size;
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what there is, at most {@code most}; waits a while for the first.
   *
   * @return whether there was any
   */
  boolean take(List<HarvestSample> into, int most) {
    lock.lock();
    try {
      if (samples.isEmpty() && !awake) {
        changed.await(PATIENCE_MS, TimeUnit.MILLISECONDS);
      }
      while (into.size() < most && !samples.isEmpty()) {
        HarvestSample next = samples.removeFirst();
        bytes -= next.sample().length();
        into.add(next);
      }
      return !into.isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody wait any more. */
  void wake() {
    lock.lock();
    try {
      awake = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return samples.size();
    } finally {
      lock.unlock();
    }
  }
}
