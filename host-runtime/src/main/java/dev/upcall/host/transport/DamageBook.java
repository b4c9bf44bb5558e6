package dev.upcall.host.transport;

import dev.upcall.core.wire.WireError;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came in damaged over a line, by reason, over all of its links. What concerns a whole
 * message, such as a seal that does not hold, is told to people once. Not thread-safe.
 */
final class DamageBook {
  private static final Logger LOG = LoggerFactory.getLogger(DamageBook.class);

  private final String line;
  private final Map<WireError, Long> ofLinksBefore = new EnumMap<>(WireError.class);
  private Map<WireError, Long> ofThisLink = Map.of();

  /** An empty book about a line, which has that name for people. */
  DamageBook(String line) {
    this.line = line;
  }

  /** The present link has counted so many so far. */
  void update(Map<WireError, Long> counts) {
    if (counts.equals(ofThisLink)) {
      return;
    }
    for (WireError error : counts.keySet()) {
      if (error.isOfMessage() && !all().containsKey(error)) {
        LOG.warn(
            "{}: a message that is not taken ({}); further ones are only counted",
            line,
            error.id());
      }
    }
    ofThisLink = Map.copyOf(counts);
  }

  /** The next link counts from nothing. */
  void newLink() {
    ofThisLink.forEach((error, count) -> ofLinksBefore.merge(error, count, Long::sum));
    ofThisLink = Map.of();
  }

  /** All so far. */
  Map<WireError, Long> all() {
    Map<WireError, Long> all = new EnumMap<>(WireError.class);
    all.putAll(ofLinksBefore);
    ofThisLink.forEach((error, count) -> all.merge(error, count, Long::sum));
    return all;
  }
}
