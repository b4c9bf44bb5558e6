package dev.upcall.host.journal;

import dev.upcall.host.gateway.UpcallKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What waits for the writer, and what it is writing. Any thread may call. */
final class WaitingRoom {
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<UpcallKey, Entry> upcalls = new HashMap<>();
  private long upcallBytes;
  private boolean closed;

  /** Takes an entry; false once closed. */
  synchronized boolean add(Entry entry) {
    if (closed) {
      return false;
    }
    entries.addLast(entry);
    if (entry.isUpcall()) {
      upcalls.put(entry.key(), entry);
      upcallBytes += entry.size();
    }
    notifyAll();
    return true;
  }

  /** The upcall with that key, if it is not written yet. */
  synchronized Optional<Entry> upcall(UpcallKey key) {
    return Optional.ofNullable(upcalls.get(key));
  }

  /** Of upcalls that are not written yet. */
  synchronized long upcallBytes() {
    return upcallBytes;
  }

  /**
   * Waits for entries and takes all there are, up to {@code maxBytes} of them but at least one.
   *
   * @return empty if none came within {@code patienceMs}
   */
  synchronized List<Entry> take(long patienceMs, int maxBytes) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
    while (entries.isEmpty() && !closed) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    List<Entry> batch = new ArrayList<>();
    long bytes = 0;
    while (!entries.isEmpty() && (batch.isEmpty() || bytes + entries.peek().size() <= maxBytes)) {
      bytes += entries.peek().size();
      batch.add(entries.removeFirst());
    }
    return batch;
  }

  /** What was taken has been written, or will not be. */
  synchronized void left(List<Entry> batch) {
    for (Entry entry : batch) {
      if (entry.isUpcall() && upcalls.remove(entry.key(), entry)) {
        upcallBytes -= entry.size();
      }
    }
  }

  /** Takes nothing more. What is there can still be taken out. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Whether it is closed and empty. */
  synchronized boolean isDone() {
    return closed && entries.isEmpty();
  }
}
