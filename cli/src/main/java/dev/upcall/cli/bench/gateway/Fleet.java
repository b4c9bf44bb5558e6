package dev.upcall.cli.bench.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Many devices of one site that keep asking over one connection. Each message goes over the topic
 * of its device, so that whoever answers sees as many devices as there are.
 */
public final class Fleet implements AutoCloseable {
  /** Upcalls under way at most, so that a service that stands still does not fill the memory. */
  private static final int MAX_OPEN = 1024;

  /** How long stragglers are waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long POLL_NANOS = 1_000_000;

  private final UpcallSource source;
  private final String topics;
  private final BareClient client;
  private final Map<Long, Long> open = new ConcurrentHashMap<>();
  private final Semaphore room = new Semaphore(0);
  private final LongAdder answered = new LongAdder();
  private volatile Latencies latencies = new Latencies();

  public Fleet(String broker, String site, UpcallSource source) {
    this.source = source;
    this.topics = "upcall/v1/" + site + "/";
    this.client = new BareClient(broker, "fleet", topics + "+/down", this::arrived);
  }

  /** As fast as it goes with so many upcalls under way. */
  public LoadResult closed(int window, Duration warmUp, Duration time) throws InterruptedException {
    return load(window, 0, warmUp, time);
  }

  /**
   * At a rate, whether answers come or not. An upcall's time begins when it was due, so that one
   * that waits behind a service that stands still counts as waiting.
   */
  public LoadResult open(double perSecond, Duration warmUp, Duration time)
      throws InterruptedException {
    return load(MAX_OPEN, (long) (1e9 / perSecond), warmUp, time);
  }

  private LoadResult load(int window, long interval, Duration warmUp, Duration time)
      throws InterruptedException {
    room.drainPermits();
    room.release(window);
    long begin = System.nanoTime();
    long sent = run(interval, begin, warmUp.toNanos());
    answered.reset();
    Latencies measured = new Latencies();
    latencies = measured;
    long start = System.nanoTime();
    sent += run(interval, start, time.toNanos());
    long counted = answered.sum();
    double seconds = (System.nanoTime() - start) / 1e9;
    long lost = stragglers();
    return new LoadResult(
        sent, lost, counted, seconds, measured.percentile(0.5), measured.percentile(0.99));
  }

  /** Sends until the time is over; returns how many. */
  private long run(long interval, long begin, long nanos) throws InterruptedException {
    long sent = 0;
    while (true) {
      long due = begin + sent * interval;
      while (interval > 0 && System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      long left = begin + nanos - System.nanoTime();
      if (left <= 0 || !room.tryAcquire(left, TimeUnit.NANOSECONDS)) {
        return sent;
      }
      int device = source.device();
      open.put(LoadMessage.key(device, source.sequence()), interval > 0 ? due : System.nanoTime());
      client.publish(topics + "dev-" + device + "/up", source.take());
      sent++;
    }
  }

  /** Waits for the answers that are still to come; returns how many did not. */
  private long stragglers() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    long lost = open.size();
    open.clear();
    return lost;
  }

  private void arrived(String topic, byte[] payload) {
    if (!LoadMessage.isAnswer(payload)) {
      return;
    }
    Long since = open.remove(LoadMessage.key(payload));
    if (since != null) {
      latencies.add(System.nanoTime() - since);
      answered.increment();
      room.release();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
