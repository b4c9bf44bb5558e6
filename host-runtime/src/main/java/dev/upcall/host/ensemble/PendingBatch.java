package dev.upcall.host.ensemble;

import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Question;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** A batch on its way through the members. Used on the ensemble's loop only. */
final class PendingBatch {
  private final Question question;
  private final CompletableFuture<List<CombinedAnswer>> future;

  /** Members that still run it. */
  private final Set<MemberSlot> running = new HashSet<>();

  /** Those of them that are worth waiting for. */
  private final Set<MemberSlot> awaited = new HashSet<>();

  private final SortedMap<String, List<MemberOutput>> outputs = new TreeMap<>();
  private List<Future<?>> timers = List.of();

  PendingBatch(Question question, CompletableFuture<List<CombinedAnswer>> future) {
    this.question = question;
    this.future = future;
  }

  Question question() {
    return question;
  }

  void expect(MemberSlot slot) {
    running.add(slot);
    awaited.add(slot);
  }

  void timeOuts(Future<?>... newTimers) {
    timers = List.of(newTimers);
  }

  void accept(MemberSlot slot, List<MemberOutput> result) {
    giveUpOn(slot);
    outputs.put(slot.name(), result);
  }

  void giveUpOn(MemberSlot slot) {
    running.remove(slot);
    awaited.remove(slot);
  }

  /** Its output is taken if it comes before anything else does, but nobody waits for it. */
  void stopWaitingFor(MemberSlot slot) {
    awaited.remove(slot);
  }

  Set<MemberSlot> awaited() {
    return Set.copyOf(awaited);
  }

  /** Whether waiting longer could only cost time: all awaited are in, and there is something. */
  boolean isReady() {
    return awaited.isEmpty() && (!outputs.isEmpty() || running.isEmpty());
  }

  SortedMap<String, List<MemberOutput>> outputs() {
    return Collections.unmodifiableSortedMap(outputs);
  }

  void complete(List<CombinedAnswer> answers) {
    timers.forEach(timer -> timer.cancel(false));
    future.complete(answers);
  }

  void fail(RuntimeException reason) {
    timers.forEach(timer -> timer.cancel(false));
    future.completeExceptionally(reason);
  }
}
