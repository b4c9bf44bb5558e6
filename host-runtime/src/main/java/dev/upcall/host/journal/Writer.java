package dev.upcall.host.journal;

import dev.upcall.host.gateway.UpcallKey;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what waits, all of it with one fsync, and only then completes the futures. Deletes
 * segments whose time has come. One thread calls it.
 */
final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int MAX_BATCH = 4 << 20;

  private final JournalFiles files;
  private final JournalSettings settings;
  private final Clock clock;
  private final WaitingRoom room;
  private final Index index;
  private final SegmentLog log;
  private final AtomicLong failures = new AtomicLong();
  private boolean inTrouble;
  private boolean untidy;

  /**
   * To be written before anything else, for nobody waits for it: answers that the disk refused, and
   * the end of what an earlier process wrote, of which it is not known whether it was forced.
   */
  private List<Entry> owed;

  Writer(
      JournalFiles files,
      JournalSettings settings,
      Clock clock,
      WaitingRoom room,
      Index index,
      SegmentLog log,
      List<Entry> owed) {
    this.files = files;
    this.settings = settings;
    this.clock = clock;
    this.room = room;
    this.index = index;
    this.log = log;
    this.owed = new ArrayList<>(owed);
  }

  /** Waits for work and does it. */
  void round(long patienceMs) throws InterruptedException {
    List<Entry> batch = room.take(patienceMs, Math.min(MAX_BATCH, log.room()));
    try {
      settle();
      if (!batch.isEmpty()) {
        place(batch);
      }
      recovered();
    } catch (IOException | RuntimeException e) {
      failed(batch, e);
    } finally {
      room.left(batch);
    }
    batch.forEach(entry -> entry.done().complete(null));
    tidy();
  }

  private void tidy() {
    if (inTrouble) {
      return;
    }
    try {
      retire();
      untidy = false;
    } catch (IOException | RuntimeException e) {
      if (!untidy) {
        LOG.warn("old segments cannot be deleted, which will be tried again: {}", e.toString());
      }
      untidy = true;
    }
  }

  private void settle() throws IOException {
    while (!owed.isEmpty()) {
      int count = 0;
      int bytes = 0;
      int most = Math.min(MAX_BATCH, log.room());
      while (count < owed.size() && (count == 0 || bytes + owed.get(count).size() <= most)) {
        bytes += owed.get(count++).size();
      }
      place(owed.subList(0, count));
      owed = new ArrayList<>(owed.subList(count, owed.size()));
    }
  }

  private void place(List<Entry> entries) throws IOException {
    Index.Position first = log.append(entries);
    int offset = first.offset();
    for (Entry entry : entries) {
      if (entry.isUpcall()) {
        index.stored(entry, first.segment(), offset, true);
      }
      entry.answer().ifPresent(answer -> index.answered(entry.key(), answer));
      offset += entry.size();
    }
  }

  private void failed(List<Entry> batch, Exception e) {
    failures.incrementAndGet();
    if (!inTrouble) {
      inTrouble = true;
      LOG.error("the journal cannot be written; nothing is acknowledged until it can be", e);
    }
    for (Entry entry : batch) {
      if (!entry.isUpcall()) {
        owed.add(entry);
      }
      entry.done().completeExceptionally(e);
    }
  }

  private void recovered() {
    if (inTrouble) {
      inTrouble = false;
      LOG.info("the journal can be written again");
    }
  }

  /** Deletes what need not be kept any longer, oldest first. */
  private void retire() throws IOException {
    long crowd = settings.maxBytes() - 2L * settings.segmentBytes();
    boolean moved = false;
    for (Optional<SegmentLog.Segment> oldest = log.oldest();
        oldest.isPresent();
        oldest = log.oldest()) {
      boolean crowded = log.total() > crowd;
      long age = clock.millis() - oldest.get().newest();
      if (!crowded && age <= settings.retention().toMillis()) {
        return;
      }
      List<UpcallKey> live = index.unansweredIn(oldest.get().number());
      if (!live.isEmpty()) {
        // Moving frees nothing where almost all is unanswered; then upcalls are turned away.
        if (moved || !crowded || index.unansweredBytes() > settings.maxBytes() / 2) {
          return;
        }
        move(live);
        moved = true;
      }
      log.deleteOldest();
    }
  }

  /** Writes upcalls anew, so that the segment they lie in can go. */
  private void move(List<UpcallKey> keys) throws IOException {
    List<Entry> piece = new ArrayList<>();
    int bytes = 0;
    for (UpcallKey key : keys) {
      Entry entry = read(index.position(key).orElseThrow());
      if (!piece.isEmpty() && bytes + entry.size() > Math.min(MAX_BATCH, log.room())) {
        place(piece);
        piece.clear();
        bytes = 0;
      }
      piece.add(entry);
      bytes += entry.size();
    }
    place(piece);
  }

  /** Reads an upcall back; any thread may ask. */
  Entry read(Index.Position position) throws IOException {
    String name = SegmentHeader.name(position.segment());
    byte[] record = files.read(name, position.offset(), position.size());
    return SegmentHeader.read(files.read(name, 0, SegmentHeader.BYTES))
        .flatMap(header -> Records.read(record, 0, header.salt()))
        .orElseThrow(() -> new IOException(name + " is damaged at " + position.offset()))
        .entry();
  }

  /** Rounds in which the disk refused something; any thread may ask. */
  long failures() {
    return failures.get();
  }
}
