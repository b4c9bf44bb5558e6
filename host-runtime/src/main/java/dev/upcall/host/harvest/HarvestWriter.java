package dev.upcall.host.harvest;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Bytes;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.gateway.AnswerListener;
import dev.upcall.host.gateway.AnsweredUpcall;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts answered upcalls into a harvest store, on a thread of its own. The gateway's loop only
 * appends to a bounded queue; a store that is slow, full or gone costs samples, which are counted,
 * and never an answer.
 *
 * <p>What a database does not take for its own reasons (it is away, full, or in a conflict) is
 * tried again until it does, while the queue fills; what it refuses for a sample's content loses
 * that sample alone.
 */
public final class HarvestWriter implements AnswerListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HarvestWriter.class);
  private static final int BATCH = 256;

  /** Added samples between two looks at what is to be forgotten: at most, and of all that stay. */
  private static final int RETAIN_ROWS = 1000;

  private static final int RETAIN_SHARE = 10;

  /** The same where age alone makes them go. */
  private static final Duration RETAIN_EVERY = Duration.ofMinutes(1);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final HarvestPlace place;
  private final HarvestRetention retention;
  private final Duration firstPause;
  private final long retainRows;
  private final HarvestQueue queue;
  private final Map<Bytes, String> inputKeys = new ConcurrentHashMap<>();
  private final Map<HarvestCounter, LongAdder> counters = new EnumMap<>(HarvestCounter.class);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private HarvestStore store;
  private int sinceRetained;
  private Instant retained = Instant.EPOCH;
  private boolean failed;
  private volatile Instant giveUp = Instant.MAX;

  HarvestWriter(
      HarvestPlace place, HarvestRetention retention, HarvestQueue queue, Duration firstPause) {
    this.place = place;
    this.retention = retention;
    this.queue = queue;
    this.firstPause = firstPause;
    this.retainRows = Math.min(RETAIN_ROWS, retention.samples() / RETAIN_SHARE);
    for (HarvestCounter counter : HarvestCounter.values()) {
      counters.put(counter, new LongAdder());
    }
    this.thread = DaemonThreads.named("harvest").newThread(this::work);
  }

  /**
   * Opens a store and begins to take samples. A database that cannot be reached is waited for; one
   * that refuses is an error.
   *
   * @throws UpcallException UP3201, UP3202
   */
  public static HarvestWriter start(HarvestPlace place, HarvestRetention retention) {
    return new HarvestWriter(place, retention, new HarvestQueue(), Duration.ofSeconds(1)).begin();
  }

  HarvestWriter begin() {
    try {
      store = HarvestStore.connect(place);
    } catch (SQLException e) {
      if (!SqlTrouble.isAway(e)) {
        throw HarvestStore.cannotOpen(place, e);
      }
      LOG.warn("harvest store {} is away: {}", place, HarvestStore.firstLine(e));
    }
    thread.start();
    return this;
  }

  /** What was counted so far. */
  public Map<HarvestCounter, Long> counters() {
    Map<HarvestCounter, Long> values = new EnumMap<>(HarvestCounter.class);
    counters.forEach((counter, adder) -> values.put(counter, adder.sum()));
    return values;
  }

  /** Samples that wait for the store. */
  public int waiting() {
    return queue.size();
  }

  @Override
  public void answered(AnsweredUpcall answered) {
    String inputKey =
        inputKeys.computeIfAbsent(
            answered.signature(),
            unused -> HexFormat.of().formatHex(Signature.ofInput(answered.project().manifest())));
    offer(HarvestSample.of(answered, inputKey));
  }

  void offer(HarvestSample sample) {
    if (closing.getCount() == 0 || !queue.offer(sample)) {
      count(HarvestCounter.DROPPED, 1);
    }
  }

  private void work() {
    List<HarvestSample> batch = new ArrayList<>();
    while (queue.take(batch, BATCH) || closing.getCount() > 0) {
      if (!batch.isEmpty()) {
        store(batch);
        batch.clear();
      }
      retain();
    }
    if (store != null) {
      store.close();
    }
  }

  /** What a driver should not throw costs the batch, which may be its cause, and not the thread. */
  private void store(List<HarvestSample> batch) {
    try {
      storeInTime(batch);
    } catch (RuntimeException e) {
      count(HarvestCounter.DROPPED, batch.size());
      if (!failed) {
        failed = true;
        LOG.error("harvest store {} loses samples; further ones are only counted", place, e);
      }
      disconnect();
    }
  }

  /** Tries until the batch is in the store, or the writer is closed and has waited enough. */
  private void storeInTime(List<HarvestSample> batch) {
    Duration pause = firstPause;
    while (true) {
      try {
        connect();
        addAll(batch);
        return;
      } catch (SQLException | UpcallException e) {
        if (count(HarvestCounter.FAILURES, 1) == 1 || pause.equals(LONGEST_PAUSE)) {
          LOG.warn("harvest store {} fails and is tried again: {}", place, e.getMessage());
        }
        disconnect();
        pauseFor(pause);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
        if (closing.getCount() == 0 && Instant.now().isAfter(giveUp)) {
          count(HarvestCounter.DROPPED, batch.size());
          return;
        }
      }
    }
  }

  private void addAll(List<HarvestSample> batch) throws SQLException {
    try {
      add(batch);
    } catch (SQLException e) {
      if (!SqlTrouble.isOfContent(e)) {
        throw e;
      }
      for (HarvestSample sample : batch) {
        addOne(sample);
      }
    }
  }

  private void addOne(HarvestSample sample) throws SQLException {
    try {
      add(List.of(sample));
    } catch (SQLException e) {
      if (!SqlTrouble.isOfContent(e)) {
        throw e;
      }
      if (count(HarvestCounter.REFUSED, 1) == 1) {
        LOG.warn(
            "harvest store {} refuses {}: {}; further ones are only counted",
            place,
            sample.key(),
            HarvestStore.firstLine(e));
      }
    }
  }

  private void add(List<HarvestSample> samples) throws SQLException {
    int added = store.add(samples);
    count(HarvestCounter.STORED, added);
    count(HarvestCounter.DUPLICATES, samples.size() - added);
    sinceRetained += added;
  }

  /** Now and then, since it costs a look at all samples. */
  private void retain() {
    Instant now = Instant.now();
    boolean due =
        sinceRetained > retainRows
            || retention.age().isPresent() && now.isAfter(retained.plus(RETAIN_EVERY));
    if (!due || store == null) {
      return;
    }
    try {
      count(HarvestCounter.DELETED, store.retain(retention, now));
    } catch (SQLException | RuntimeException e) {
      count(HarvestCounter.FAILURES, 1);
      LOG.warn("harvest store {} forgets nothing: {}", place, HarvestStore.firstLine(e));
    }
    sinceRetained = 0;
    retained = now;
  }

  private void connect() throws SQLException {
    if (store == null) {
      store = HarvestStore.connect(place);
      LOG.info("harvest store {} is open again", place);
    }
  }

  private void disconnect() {
    if (store != null) {
      store.close();
      store = null;
    }
  }

  /** Ended by closing; nobody interrupts this thread, on which H2 would lose its files. */
  private void pauseFor(Duration pause) {
    try {
      if (closing.getCount() > 0) {
        closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      } else {
        TimeUnit.MILLISECONDS.sleep(Math.min(50, pause.toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long count(HarvestCounter counter, long number) {
    LongAdder adder = counters.get(counter);
    adder.add(number);
    return adder.sum();
  }

  /** Stores what waits, for at most three seconds, and closes the store. */
  @Override
  public void close() {
    giveUp = Instant.now().plusSeconds(2);
    closing.countDown();
    queue.wake();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(3));
      List<HarvestSample> left = new ArrayList<>();
      queue.take(left, Integer.MAX_VALUE);
      count(HarvestCounter.DROPPED, left.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
