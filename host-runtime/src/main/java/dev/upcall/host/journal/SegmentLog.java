package dev.upcall.host.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments on disk: appends to the newest, deletes the oldest. Belongs to the writer.
 *
 * <p>A segment on which a write or an fsync failed is never written again: after a failed fsync the
 * system may have thrown away what it could not write and report success the next time. What was
 * not confirmed goes into a new segment, whose header says how much of the old one counts.
 */
final class SegmentLog {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);

  /**
   * A segment that is there.
   *
   * @param end bytes of it that count
   * @param newest time of its last record, milliseconds since 1970
   */
  record Segment(long number, int end, long newest) {}

  private final JournalFiles files;
  private final int segmentBytes;

  /** Oldest first; the last is the one written to, while {@link #open} is there. */
  private final Deque<Segment> segments;

  private JournalFiles.Appender open;
  private final SecureRandom random = new SecureRandom();
  private int salt;
  private long lastNumber;
  private volatile long total;
  private volatile long forces;

  /**
   * A log that begins with a new segment.
   *
   * @param segments that are there, oldest first
   * @param lastNumber highest that any file has
   */
  SegmentLog(JournalFiles files, int segmentBytes, List<Segment> segments, long lastNumber) {
    this.files = files;
    this.segmentBytes = segmentBytes;
    this.segments = new ArrayDeque<>(segments);
    this.lastNumber = lastNumber;
    count();
  }

  /** Most bytes of records that {@link #append} takes at a time. */
  int room() {
    return segmentBytes - SegmentHeader.BYTES;
  }

  /**
   * Appends the entries and returns when they are durable.
   *
   * @return where the first is; the others follow
   * @throws IOException if they are not, though they may be found after all when the log is read
   */
  Index.Position append(List<Entry> entries) throws IOException {
    int size = entries.stream().mapToInt(Entry::size).sum();
    if (open != null && segments.getLast().end() + size > segmentBytes) {
      leave();
    }
    if (open != null) {
      try {
        return write(entries, size);
      } catch (IOException e) {
        LOG.warn("{}: {}; going on in a new segment", segments.getLast().number(), e.toString());
      }
    }
    begin();
    return write(entries, size);
  }

  private Index.Position write(List<Entry> entries, int size) throws IOException {
    Segment before = segments.getLast();
    ByteBuffer bytes = Records.buffer(size);
    long newest = before.newest();
    for (Entry entry : entries) {
      Records.write(bytes, entry, before.end(), salt);
      newest = Math.max(newest, entry.time());
    }
    try {
      open.write(bytes.flip());
      open.force();
    } catch (IOException e) {
      leave();
      throw e;
    }
    segments.removeLast();
    segments.addLast(new Segment(before.number(), before.end() + size, newest));
    forces++;
    count();
    return new Index.Position(before.number(), before.end(), size, 0, true);
  }

  /** Starts a segment; the one before is left for good, whether that succeeds or not. */
  private void begin() throws IOException {
    leave();
    long number = ++lastNumber;
    Segment previous = segments.isEmpty() ? new Segment(0, 0, 0) : segments.getLast();
    String name = SegmentHeader.name(number);
    JournalFiles.Appender created = files.create(name);
    try {
      salt = random.nextInt();
      created.write(new SegmentHeader(number, previous.number(), previous.end(), salt).bytes());
      created.force();
      files.sync();
    } catch (IOException e) {
      close(created);
      discard(name);
      throw e;
    }
    forces += 2;
    open = created;
    segments.addLast(new Segment(number, SegmentHeader.BYTES, previous.newest()));
    count();
  }

  /** A segment that nothing was confirmed in may also stay: whoever reads knows by the next. */
  private void discard(String name) {
    try {
      files.delete(name);
    } catch (IOException e) {
      LOG.debug("{} stays: {}", name, e.toString());
    }
  }

  private void leave() {
    if (open != null) {
      close(open);
      open = null;
    }
  }

  private static void close(JournalFiles.Appender appender) {
    try {
      appender.close();
    } catch (IOException e) {
      LOG.debug("a segment was closed with {}", e.toString());
    }
  }

  /** The oldest segment, if it is not the one written to. */
  Optional<Segment> oldest() {
    return segments.size() > (open == null ? 0 : 1)
        ? Optional.of(segments.getFirst())
        : Optional.empty();
  }

  /**
   * Deletes the oldest segment, durably before any other: an upcall must not come back without the
   * answer that lay behind it.
   */
  void deleteOldest() throws IOException {
    String name = SegmentHeader.name(segments.getFirst().number());
    if (files.list().contains(name)) {
      files.delete(name);
    }
    files.sync();
    forces++;
    segments.removeFirst();
    count();
  }

  private void count() {
    total = segments.stream().mapToLong(Segment::end).sum();
  }

  /** Bytes that the segments take; any thread may ask. */
  long total() {
    return total;
  }

  /** How often the disk was waited for; any thread may ask. */
  long forces() {
    return forces;
  }

  void close() {
    leave();
  }
}
