package dev.upcall.host.gateway;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.HostCode;
import dev.upcall.host.ensemble.CombinedAnswer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Gathers upcalls of many devices into batches. A free ensemble gets what there is at once, so a
 * lone upcall never waits; while it is busy, what arrives becomes the next batch, those first whose
 * time is up first. Batches are as large as can be answered in time: their limit is halved when one
 * is not, and doubled when a full one takes less than half of its time.
 *
 * <p>Where a device has given up waiting, the answer still corrects its own: such upcalls are late,
 * come when no others wait, and give way where there is no room, which they are told. So with more
 * to do than can be done, what is done is of use. Belongs to the gateway's loop.
 */
final class Batcher {
  /** Beyond it a member gains little, and the first of the batch waits for the last. */
  private static final int MAX_BATCH = 64;

  /**
   * Samples of a batch together: one message for a member elsewhere, of which brokers set up as in
   * deploy/mosquitto take 1 MB. The rest is room for what is around them.
   */
  private static final int MAX_BYTES = (1 << 20) - 4096;

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

  private record Batch(List<Waiting> upcalls, long begun, Duration left, boolean late) {}

  private final Service service;
  private final BooleanSupplier busy;
  private final Duration budget;
  private final int maxWaiting;
  private final LongSupplier nanos;
  private final Executor loop;
  private final PriorityQueue<Waiting> waiting;
  private final Deque<Waiting> late = new ArrayDeque<>();
  private int limit = MAX_BATCH;
  private int underWay;
  private int reserved;

  /**
   * A batcher with nothing in it.
   *
   * @param busy whether a batch would wait for one before it; {@link
   *     dev.upcall.host.ensemble.Ensemble#isBusy}
   * @param budget from an upcall's arrival to its answer; its device waits twice as long
   * @param maxWaiting upcalls beyond which there is no room
   */
  Batcher(
      Service service,
      BooleanSupplier busy,
      Duration budget,
      int maxWaiting,
      LongSupplier nanos,
      Executor loop) {
    this.service = service;
    this.busy = busy;
    this.budget = budget;
    this.maxWaiting = maxWaiting;
    this.nanos = nanos;
    this.loop = loop;
    // As nanoTime may wrap, what counts is the sign of a difference.
    this.waiting =
        new PriorityQueue<>((one, other) -> Long.signum(one.arrived() - other.arrived()));
  }

  /** Keeps room for an upcall that is being stored; false if there is none. */
  boolean reserve() {
    if (waiting.size() + late.size() + reserved >= maxWaiting) {
      moveLate();
      if (late.isEmpty()) {
        return false;
      }
      late.removeFirst().done().accept(null, Diagnostic.of(HostCode.EXPIRED).toException());
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
   * @param arrived when it came, by this batcher's clock
   * @param done told answer or error, on the loop; must not throw
   */
  void add(UpcallRequest upcall, long arrived, BiConsumer<CombinedAnswer, Throwable> done) {
    waiting.add(new Waiting(upcall, arrived, done));
    dispatch();
  }

  private void dispatch() {
    while (!(waiting.isEmpty() && late.isEmpty()) && mayAsk()) {
      moveLate();
      Batch batch = next();
      underWay++;
      ask(batch.upcalls(), batch.left())
          .whenCompleteAsync((answers, error) -> finish(batch, answers, error), loop);
    }
  }

  /**
   * Whether the next batch goes now. Where it would only wait for one before it, it rather grows: a
   * batch costs a member as much as several samples. The end of a batch under way asks again.
   */
  private boolean mayAsk() {
    return underWay == 0
        || underWay < MAX_UNDER_WAY && (waiting.size() >= limit || !busy.getAsBoolean());
  }

  /** Sets those apart whose devices no longer wait. */
  private void moveLate() {
    long now = nanos.getAsLong();
    while (!waiting.isEmpty() && now - waiting.peek().arrived() >= 2 * budget.toNanos()) {
      late.addLast(waiting.remove());
    }
  }

  private Batch next() {
    boolean isLate = waiting.isEmpty();
    Queue<Waiting> from = isLate ? late : waiting;
    List<Waiting> upcalls = new ArrayList<>();
    long bytes = 0;
    while (upcalls.size() < limit && !from.isEmpty()) {
      bytes += from.peek().upcall().input().length();
      if (bytes > MAX_BYTES && !upcalls.isEmpty()) {
        break;
      }
      upcalls.add(from.remove());
    }
    long now = nanos.getAsLong();
    // Nobody waits for what is late: it has the time that it takes.
    Duration left = isLate ? budget : budget.minusNanos(now - upcalls.get(0).arrived());
    return new Batch(upcalls, now, left.compareTo(MIN_BUDGET) < 0 ? MIN_BUDGET : left, isLate);
  }

  private CompletableFuture<List<CombinedAnswer>> ask(List<Waiting> batch, Duration left) {
    try {
      return service.answer(batch.stream().map(Waiting::upcall).toList(), left);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void finish(Batch batch, List<CombinedAnswer> answers, Throwable error) {
    underWay--;
    learn(batch);
    for (int i = 0; i < batch.upcalls().size(); i++) {
      batch.upcalls().get(i).done().accept(error == null ? answers.get(i) : null, error);
    }
    dispatch();
  }

  private void learn(Batch batch) {
    long took = nanos.getAsLong() - batch.begun();
    long left = batch.left().toNanos();
    int size = batch.upcalls().size();
    if (took >= left && size > 1 && !batch.late()) {
      limit = size / 2;
    } else if (size >= limit && took < left / 2) {
      limit = Math.min(MAX_BATCH, 2 * limit);
    }
  }
}
