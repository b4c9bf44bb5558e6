package dev.upcall.host.gateway;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.UpcallRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A journal in memory that claims what a test wants it to claim. */
final class ScriptedJournal implements Journal {
  volatile boolean durable;
  volatile boolean failing;
  volatile CompletableFuture<Void> noting = CompletableFuture.completedFuture(null);
  volatile CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
  final CountDownLatch listed = new CountDownLatch(1);
  final CountDownLatch readBegun = new CountDownLatch(1);
  volatile List<Noted> answersOfBefore = List.of();
  private final MemoryJournal memory = new MemoryJournal();
  private final Map<UpcallKey, CountDownLatch> answered = new ConcurrentHashMap<>();

  @Override
  public boolean isDurable() {
    return durable;
  }

  @Override
  public CompletableFuture<Void> store(UpcallRequest upcall) {
    return failing
        ? CompletableFuture.failedFuture(new IOException("no space left on device"))
        : memory.store(upcall);
  }

  @Override
  public CompletableFuture<Void> answered(UpcallKey key, Answer answer) {
    CompletableFuture<Void> noted = noting.thenCompose(unused -> memory.answered(key, answer));
    latch(key).countDown();
    return noted;
  }

  boolean awaitAnswer(UpcallKey key) throws InterruptedException {
    return latch(key).await(10, TimeUnit.SECONDS);
  }

  private CountDownLatch latch(UpcallKey key) {
    return answered.computeIfAbsent(key, unused -> new CountDownLatch(1));
  }

  @Override
  public Optional<Answer> answer(UpcallKey key) {
    return memory.answer(key);
  }

  @Override
  public List<UpcallKey> unanswered(long signature) {
    List<UpcallKey> keys = memory.unanswered(signature);
    listed.countDown();
    return keys;
  }

  @Override
  public Optional<UpcallRequest> upcall(UpcallKey key) {
    Optional<UpcallRequest> found = memory.upcall(key);
    readBegun.countDown();
    reading.join();
    return found;
  }

  @Override
  public List<Noted> answersOfBefore() {
    return answersOfBefore;
  }

  @Override
  public JournalStats stats() {
    return memory.stats();
  }

  @Override
  public void close() {}
}
