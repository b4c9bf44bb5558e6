package dev.upcall.host.ensemble;

import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Question;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A member's place in the ensemble, through its losses and returns. Called on the ensemble's loop
 * only, which it never blocks.
 */
public interface MemberSlot {
  /** As in the manifest. */
  String name();

  /** How the member is. */
  MemberState state();

  /** Whether a call may queue up behind those it has not returned from. */
  boolean takesMore();

  /**
   * Whether a batch would wait for one before it, as it does where a member does one at a time;
   * those elsewhere have several under way.
   */
  default boolean isBusy() {
    return false;
  }

  /** Puts the member into service, unless it is. */
  void start();

  /** Takes it out of service at once; what it is doing no longer matters to anyone. */
  void stop();

  /**
   * Asks the member.
   *
   * @param budget how long the batch waits for it
   * @param done told outputs or error, on the loop and after this call has returned
   */
  void run(Question question, Duration budget, BiConsumer<List<MemberOutput>, Throwable> done);

  /** Says that a batch's deadline has passed without the member's answer. */
  void late(Question question);
}
