package dev.upcall.host.harvest;

import java.time.Duration;
import java.util.Optional;

/**
 * How much a store keeps; the oldest samples go first, of whichever project they are.
 *
 * @param samples at most so many, 1 or more
 * @param bytes of samples at most, 1 or more; the database's own files are larger
 * @param age empty for however old
 */
public record HarvestRetention(long samples, long bytes, Optional<Duration> age) {
  /** A million samples, and no more bytes than are read back as one data set. */
  public static final HarvestRetention STANDARD =
      new HarvestRetention(1_000_000, 1L << 30, Optional.empty());

  public HarvestRetention {
    if (samples < 1 || bytes < 1 || age.filter(limit -> limit.toMillis() < 1).isPresent()) {
      throw new IllegalArgumentException(
          "at most " + samples + " samples, " + bytes + " bytes, " + age);
    }
  }
}
