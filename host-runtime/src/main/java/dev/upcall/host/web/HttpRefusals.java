package dev.upcall.host.web;

import dev.upcall.host.Repeats;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts who is refused over HTTP, and tells people, of each reason once a minute at most. */
final class HttpRefusals {
  private static final Logger LOG = LoggerFactory.getLogger(HttpRefusals.class);

  private final Map<HttpRefusal, LongAdder> counts = new EnumMap<>(HttpRefusal.class);
  private final Repeats told;

  /**
   * None so far.
   *
   * @param nanos a clock such as {@link System#nanoTime}
   */
  HttpRefusals(LongSupplier nanos) {
    this.told = new Repeats(nanos);
    for (HttpRefusal refusal : HttpRefusal.values()) {
      counts.put(refusal, new LongAdder());
    }
  }

  /**
   * Somebody is refused.
   *
   * @param who it was, for people
   */
  void count(HttpRefusal refusal, String who) {
    counts.get(refusal).increment();
    synchronized (told) {
      told.again(refusal.name())
          .ifPresent(often -> LOG.warn("HTTP, {}: {}{}", who, refusal.words(), often));
    }
  }

  /** How many there were, by the reason in small letters. */
  Map<String, LongSupplier> counts() {
    Map<String, LongSupplier> all = new TreeMap<>();
    counts.forEach(
        (refusal, count) -> all.put(refusal.name().toLowerCase(Locale.ROOT), count::sum));
    return all;
  }
}
