package dev.upcall.host.journal;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.gateway.Journal;
import dev.upcall.host.gateway.JournalStats;
import dev.upcall.host.gateway.UpcallKey;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in files: a completed {@link #store} survives the process and the power. One thread
 * writes; what waits shares an fsync.
 */
public final class FileJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
  private static final long TICK_MS = 1000;
  private static final long LAST_WRITES_S = 10;

  private final JournalFiles files;
  private final JournalSettings settings;
  private final Clock clock;
  private final WaitingRoom room = new WaitingRoom();
  private final Index index;
  private final SegmentLog log;
  private final Writer writer;
  private final AtomicReference<List<Noted>> before;
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * A journal whose writer is called by whoever makes it; {@link #open} has a thread for that.
   *
   * @param files closed with the journal
   */
  FileJournal(JournalFiles files, JournalSettings settings, Clock clock) {
    this.files = files;
    this.settings = settings;
    this.clock = clock;
    Recovery.Recovered found = Recovery.read(files, settings.folder());
    this.index = found.index();
    this.before = new AtomicReference<>(found.answers());
    this.log = new SegmentLog(files, settings.segmentBytes(), found.segments(), found.lastNumber());
    this.writer = new Writer(files, settings, clock, room, index, log, found.unproven());
  }

  /**
   * Opens a folder's journal, or begins one.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if the folder cannot be used, another has
   *     it, or what is in it is damaged
   */
  public static FileJournal open(JournalSettings settings) {
    DiskFiles files = DiskFiles.open(settings.folder());
    try {
      long start = System.nanoTime();
      FileJournal journal = new FileJournal(files, settings, Clock.systemUTC());
      JournalStats stats = journal.stats();
      LOG.info(
          "journal {}: {} bytes, {} upcalls unanswered, read in {} ms",
          settings.folder(),
          stats.bytes(),
          stats.unanswered(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      DaemonThreads.named("journal").newThread(journal::write).start();
      return journal;
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void write() {
    try {
      writer.round(0);
      while (!room.isDone()) {
        writer.round(TICK_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      room.close();
      log.close();
      files.close();
      ended.countDown();
    }
  }

  /** Writes what waits, on the thread that calls: for a journal without one of its own. */
  void writeNow() throws InterruptedException {
    writer.round(0);
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public CompletableFuture<Void> store(UpcallRequest upcall) {
    UpcallKey key = UpcallKey.of(upcall.header());
    Optional<Entry> underWay = room.upcall(key);
    if (underWay.isPresent()) {
      return underWay.get().done();
    }
    if (index.position(key).filter(Index.Position::confirmed).isPresent()) {
      return CompletableFuture.completedFuture(null);
    }
    Entry entry = Entry.of(upcall, clock.millis());
    Optional<String> refusal = refusal(entry.size());
    return refusal.isPresent()
        ? CompletableFuture.failedFuture(new IOException(refusal.get()))
        : add(entry);
  }

  private Optional<String> refusal(int size) {
    long waiting = room.upcallBytes() + size;
    if (size > log.room()) {
      return Optional.of("an upcall of " + size + " bytes is larger than a segment of the journal");
    }
    if (waiting > settings.maxWaitingBytes()) {
      return Optional.of("too much waits for the journal's disk");
    }
    if (index.unansweredBytes() + waiting > settings.maxBytes() / 2) {
      return Optional.of("the journal is full of unanswered upcalls");
    }
    return Optional.empty();
  }

  private CompletableFuture<Void> add(Entry entry) {
    return room.add(entry)
        ? entry.done()
        : CompletableFuture.failedFuture(new IOException("the journal is closed"));
  }

  @Override
  public CompletableFuture<Void> answered(UpcallKey key, Answer answer) {
    return add(Entry.of(answer, clock.millis()));
  }

  @Override
  public Optional<Answer> answer(UpcallKey key) {
    return index.answer(key);
  }

  @Override
  public List<UpcallKey> unanswered(long signature) {
    return index.unanswered(signature);
  }

  @Override
  public Optional<UpcallRequest> upcall(UpcallKey key) {
    Optional<Index.Position> position = index.position(key);
    if (position.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of((UpcallRequest) writer.read(position.get()).message());
    } catch (IOException e) {
      if (!index.position(key).equals(position)) {
        return upcall(key); // moved to another segment, or answered, in the meantime
      }
      LOG.error("upcall {} is in the journal and cannot be read: {}", key, e.toString());
      return Optional.empty();
    }
  }

  @Override
  public List<Noted> answersOfBefore() {
    return before.getAndSet(List.of());
  }

  @Override
  public JournalStats stats() {
    return new JournalStats(
        log.total(),
        index.unansweredCount(),
        index.unansweredBytes(),
        room.upcallBytes(),
        log.forces(),
        writer.failures());
  }

  /** Writes what waits, for some seconds at most, and gives the folder back. */
  @Override
  public void close() {
    room.close();
    boolean interrupted = Thread.interrupted();
    try {
      if (!ended.await(LAST_WRITES_S, TimeUnit.SECONDS)) {
        LOG.warn("the journal's disk does not answer; what waits for it was not acknowledged");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
