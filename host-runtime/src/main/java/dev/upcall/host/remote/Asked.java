package dev.upcall.host.remote;

import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Question;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/** What the ensemble asked a member, whichever replicas it goes to. Belongs to the loop. */
final class Asked {
  private final Question question;
  private final BiConsumer<List<MemberOutput>, Throwable> done;
  private final Set<Replica> tried = new HashSet<>();
  private Future<?> hedge;
  private boolean settled;
  private boolean late;

  Asked(Question question, BiConsumer<List<MemberOutput>, Throwable> done) {
    this.question = question;
    this.done = done;
  }

  Question question() {
    return question;
  }

  boolean hasTried(Replica replica) {
    return tried.contains(replica);
  }

  void tries(Replica replica) {
    tried.add(replica);
  }

  /** A second replica is to be asked then, unless there is an answer before. */
  void hedge(Future<?> later) {
    hedge = later;
  }

  /** Its batch's deadline has passed. */
  void setLate() {
    late = true;
  }

  boolean isLate() {
    return late;
  }

  boolean isSettled() {
    return settled;
  }

  /** Tells the ensemble, the first time. */
  void settle(List<MemberOutput> outputs, Throwable error) {
    if (!settled) {
      drop();
      done.accept(outputs, error);
    }
  }

  /** Nobody waits any more. */
  void drop() {
    settled = true;
    if (hedge != null) {
      hedge.cancel(false);
    }
  }
}
