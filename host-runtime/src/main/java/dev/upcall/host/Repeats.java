package dev.upcall.host;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What happens again and again, told once and then once a minute with how often it was: an overload
 * must not fill the disk with lines about it. Bounded, and not thread-safe.
 */
public final class Repeats {
  private static final long PAUSE_NS = Duration.ofMinutes(1).toNanos();
  private static final int MAX_KINDS = 1000;

  private static final class Kind {
    long told;
    long since;
  }

  private final LongSupplier nanos;
  private final Map<String, Kind> kinds = BoundedMap.forgettingOldest(MAX_KINDS);

  /**
   * Nothing so far.
   *
   * @param nanos a clock such as {@link System#nanoTime}
   */
  public Repeats(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * It happens.
   *
   * @return if it is to be told, what to say behind it: nothing, or how often it was since the last
   *     time that it was told
   */
  public Optional<String> again(String kind) {
    long now = nanos.getAsLong();
    Kind known = kinds.get(kind);
    if (known == null) {
      known = new Kind();
      kinds.put(kind, known);
    } else if (now - known.told < PAUSE_NS) {
      known.since++;
      return Optional.empty();
    }
    String often = known.since == 0 ? "" : " (" + (known.since + 1) + " times since last said)";
    known.told = now;
    known.since = 0;
    return Optional.of(often);
  }
}
