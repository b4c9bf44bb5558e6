package dev.upcall.host.journal;

import dev.upcall.core.wire.Answer;
import dev.upcall.host.BoundedMap;
import dev.upcall.host.gateway.UpcallKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What of a journal is kept in memory: where the unanswered upcalls lie (some 150 bytes each), and
 * the last answers. Any thread may ask; the writer changes it.
 */
final class Index {
  /** Some 10 MB. */
  static final int MAX_ANSWERS = 65_536;

  /**
   * Where an upcall lies.
   *
   * @param size of its record
   * @param signature of the ensemble that it asks
   * @param confirmed whether it is on the disk for sure, and not perhaps in the system's memory
   */
  record Position(long segment, int offset, int size, long signature, boolean confirmed) {}

  private final Map<UpcallKey, Position> unanswered = new LinkedHashMap<>();
  private final Map<UpcallKey, Answer> answers = BoundedMap.forgettingOldest(MAX_ANSWERS);
  private final Map<Long, Integer> unansweredBySegment = new HashMap<>();
  private long unansweredBytes;

  /** Takes note of an upcall, or that it now lies elsewhere. Answered ones stay answered. */
  synchronized void stored(Entry upcall, long segment, int offset, boolean confirmed) {
    if (answers.containsKey(upcall.key())) {
      return;
    }
    long signature = upcall.message().header().signature();
    Position position = new Position(segment, offset, upcall.size(), signature, confirmed);
    gone(unanswered.put(upcall.key(), position));
    unansweredBytes += position.size();
    unansweredBySegment.merge(segment, 1, Integer::sum);
  }

  synchronized void answered(UpcallKey key, Answer answer) {
    gone(unanswered.remove(key));
    answers.put(key, answer);
  }

  private void gone(Position position) {
    if (position != null) {
      unansweredBytes -= position.size();
      unansweredBySegment.computeIfPresent(
          position.segment(), (segment, count) -> count == 1 ? null : count - 1);
    }
  }

  synchronized Optional<Answer> answer(UpcallKey key) {
    return Optional.ofNullable(answers.get(key));
  }

  /** Where an unanswered upcall lies. */
  synchronized Optional<Position> position(UpcallKey key) {
    return Optional.ofNullable(unanswered.get(key));
  }

  /** The unanswered upcalls to an ensemble, oldest first. */
  synchronized List<UpcallKey> unanswered(long signature) {
    return keys(position -> position.signature() == signature);
  }

  /** The unanswered upcalls in a segment. */
  synchronized List<UpcallKey> unansweredIn(long segment) {
    return unansweredBySegment.containsKey(segment)
        ? keys(position -> position.segment() == segment)
        : List.of();
  }

  private List<UpcallKey> keys(Predicate<Position> which) {
    List<UpcallKey> keys = new ArrayList<>();
    unanswered.forEach(
        (key, position) -> {
          if (which.test(position)) {
            keys.add(key);
          }
        });
    return keys;
  }

  synchronized int unansweredCount() {
    return unanswered.size();
  }

  synchronized long unansweredBytes() {
    return unansweredBytes;
  }
}
