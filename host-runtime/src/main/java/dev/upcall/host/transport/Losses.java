package dev.upcall.host.transport;

import dev.upcall.core.wire.WireError;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a transport has lost since its start.
 *
 * @param unsent messages to devices that were not sent: too many waited, or the way broke
 * @param damaged what came in and was dropped before it was a message, by reason
 */
public record Losses(long unsent, Map<WireError, Long> damaged) {
  public static final Losses NONE = new Losses(0, Map.of());

  public Losses {
    damaged = Map.copyOf(damaged);
  }

  /** The losses of both. */
  public Losses plus(Losses other) {
    Map<WireError, Long> all = new EnumMap<>(WireError.class);
    all.putAll(damaged);
    other.damaged.forEach((error, count) -> all.merge(error, count, Long::sum));
    return new Losses(unsent + other.unsent, all);
  }
}
