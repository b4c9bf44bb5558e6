package dev.upcall.host.journal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a journal lies and how much it may take.
 *
 * @param folder of its own; made if it is not there
 * @param maxBytes on disk; half of it may be upcalls that are not answered
 * @param retention how long answered upcalls and their answers are kept, room permitting
 * @param maxWaitingBytes of upcalls that wait for the disk, in memory
 */
public record JournalSettings(Path folder, long maxBytes, Duration retention, int maxWaitingBytes) {
  /** Segments of a kilobyte, for upcalls of some hundred bytes. */
  public static final long MIN_BYTES = 16L << 10;

  /** What users may choose, in megabytes: segments of one megabyte at least. */
  public static final int LEAST_MB = 16;

  public static final int MOST_MB = 1_000_000;

  public static final long STANDARD_MB = 1024;

  /** Far longer than any device repeats an upcall. */
  public static final long STANDARD_MINUTES = 60;

  /** Ten years. */
  public static final int MOST_MINUTES = 5_256_000;

  private static final int STANDARD_WAITING = 32 << 20;
  private static final int SEGMENTS = 16;
  private static final int MAX_SEGMENT = 16 << 20;

  public JournalSettings {
    if (maxBytes < MIN_BYTES) {
      throw new IllegalArgumentException("a journal needs " + MIN_BYTES + " bytes or more");
    }
    if (retention.isNegative() || maxWaitingBytes <= 0) {
      throw new IllegalArgumentException("retention and bytes waiting are not negative");
    }
  }

  /** A gigabyte, an hour. */
  public static JournalSettings of(Path folder) {
    Duration retention = Duration.ofMinutes(STANDARD_MINUTES);
    return new JournalSettings(folder, STANDARD_MB << 20, retention, STANDARD_WAITING);
  }

  /** The same in another folder. */
  public JournalSettings in(Path other) {
    return new JournalSettings(other, maxBytes, retention, maxWaitingBytes);
  }

  /** The same with other bounds. */
  public JournalSettings within(long bytes, Duration time) {
    return new JournalSettings(folder, bytes, time, maxWaitingBytes);
  }

  /** Bytes beyond which a segment is full: at most 16 MiB, and a sixteenth of all. */
  int segmentBytes() {
    return (int) Math.min(MAX_SEGMENT, maxBytes / SEGMENTS);
  }
}
