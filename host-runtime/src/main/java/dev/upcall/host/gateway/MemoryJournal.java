package dev.upcall.host.gateway;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.BoundedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A journal that forgets everything with the process, and says so. Bounded; what it is good for is
 * the answers of devices whose session was forgotten. Any thread may ask.
 */
public final class MemoryJournal implements Journal {
  private static final int MAX_OPEN = 4096;
  private static final int MAX_ANSWERS = 65_536;

  private final Map<UpcallKey, UpcallRequest> open = BoundedMap.forgettingOldest(MAX_OPEN);
  private final Map<UpcallKey, Answer> answers = BoundedMap.forgettingOldest(MAX_ANSWERS);

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public synchronized CompletableFuture<Void> store(UpcallRequest upcall) {
    open.put(UpcallKey.of(upcall.header()), upcall);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletableFuture<Void> answered(UpcallKey key, Answer answer) {
    open.remove(key);
    answers.put(key, answer);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized Optional<Answer> answer(UpcallKey key) {
    return Optional.ofNullable(answers.get(key));
  }

  @Override
  public synchronized List<UpcallKey> unanswered(long signature) {
    return open.entrySet().stream()
        .filter(entry -> entry.getValue().header().signature() == signature)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public synchronized Optional<UpcallRequest> upcall(UpcallKey key) {
    return Optional.ofNullable(open.get(key));
  }

  /** Nothing on disk; the loop changes the size while others ask, so it is not told. */
  @Override
  public JournalStats stats() {
    return new JournalStats(0, 0, 0, 0, 0, 0);
  }

  @Override
  public void close() {}
}
