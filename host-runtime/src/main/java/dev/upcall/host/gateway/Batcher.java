package dev.upcall.host.gateway;

import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.ensemble.CombinedAnswer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Gathers upcalls of many devices into batches. A free ensemble gets what there is at once, so a
 * lone upcall never waits; while it is busy, what arrives becomes the next batch. Belongs to the
 * gateway's loop.
 */
final class Batcher {
  /** Beyond it a member gains little, and the first of the batch waits for the last. */
  private static final int MAX_BATCH = 64;

  /** Batches under way at a time, so that one that waits for a late member holds up no other. */
  private static final int MAX_UNDER_WAY = 4;

  /** Least time a batch gets, however long it waited: a late answer still corrects the device's. */
  private static final Duration MIN_BUDGET = Duration.ofMillis(10);

  /** Answers samples; {@link dev.upcall.host.ensemble.Ensemble#answer}. */
  @FunctionalInterface
  interface Service {
    CompletableFuture<List<CombinedAnswer>> answer(List<UpcallRequest> batch, Duration budget);
  }

  private record Waiting(
      UpcallRequest upcall, long arrived, BiConsumer<CombinedAnswer, Throwable> done) {}

  private final Service service;
  private final Duration budget;
  private final int maxWaiting;
  private final LongSupplier nanos;
  private final Executor loop;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int underWay;
  private int reserved;

  /**
   * A batcher with nothing in it.
   *
   * @param budget from an upcall's arrival to its answer
   * @param maxWaiting upcalls beyond which there is no room
   */
  Batcher(Service service, Duration budget, int maxWaiting, LongSupplier nanos, Executor loop) {
    this.service = service;
    this.budget = budget;
    this.maxWaiting = maxWaiting;
    this.nanos = nanos;
    this.loop = loop;
  }

  /** Keeps room for an upcall that is being stored; false if there is none. */
  boolean reserve() {
    if (waiting.size() + reserved >= maxWaiting) {
      return false;
    }
    reserved++;
    return true;
  }

  /** Gives the room back, to be taken by {@link #add} or by others. */
  void release() {
    reserved--;
  }

  /**
   * Takes an upcall, whether there is room or not.
   *
   * @param done told answer or error, on the loop; must not throw
   */
  void add(UpcallRequest upcall, BiConsumer<CombinedAnswer, Throwable> done) {
    waiting.addLast(new Waiting(upcall, nanos.getAsLong(), done));
    dispatch();
  }

  private void dispatch() {
    while (underWay < MAX_UNDER_WAY && !waiting.isEmpty()) {
      List<Waiting> batch = new ArrayList<>();
      while (batch.size() < MAX_BATCH && !waiting.isEmpty()) {
        batch.add(waiting.removeFirst());
      }
      underWay++;
      Duration left = budget.minusNanos(nanos.getAsLong() - batch.get(0).arrived());
      ask(batch, left.compareTo(MIN_BUDGET) < 0 ? MIN_BUDGET : left)
          .whenCompleteAsync((answers, error) -> finish(batch, answers, error), loop);
    }
  }

  private CompletableFuture<List<CombinedAnswer>> ask(List<Waiting> batch, Duration left) {
    try {
      return service.answer(batch.stream().map(Waiting::upcall).toList(), left);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void finish(List<Waiting> batch, List<CombinedAnswer> answers, Throwable error) {
    underWay--;
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).done().accept(error == null ? answers.get(i) : null, error);
    }
    dispatch();
  }
}
