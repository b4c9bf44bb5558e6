package dev.upcall.host.gateway;

import dev.upcall.core.wire.Answer;
import dev.upcall.host.BoundedMap;
import dev.upcall.host.transport.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One start of one device: which of its upcalls are being worked on, and the answers to the last
 * ones. A repeated upcall never runs twice while it is open, and gets the same bytes again after it
 * is answered. Belongs to the gateway's loop.
 */
final class Session {
  /** Far more than a device keeps open at a time (one, unless configured otherwise). */
  private static final int MAX_ANSWERS = 32;

  /** Where each upcall's last copy came from; empty for one that came from the journal. */
  private final Map<Integer, Optional<Connection>> open = new HashMap<>();

  private final Map<Integer, Given> answers = BoundedMap.forgettingOldest(MAX_ANSWERS);

  /** An answer, and when it was given by the gateway's clock in nanoseconds. */
  private record Given(Answer answer, long at) {}

  /** The answer already given to an upcall. */
  Optional<Answer> answered(int sequence) {
    return Optional.ofNullable(answers.get(sequence)).map(Given::answer);
  }

  /**
   * Takes note of an upcall, or of its repetition.
   *
   * @return false if it is being worked on already
   */
  boolean open(int sequence, Optional<Connection> from) {
    return open.put(sequence, from) == null;
  }

  /** Whether an upcall is being worked on. */
  boolean isOpen(int sequence) {
    return open.containsKey(sequence);
  }

  /** How many upcalls are being worked on. */
  int openCount() {
    return open.size();
  }

  /**
   * The answers that the device may not have got, oldest first; of very many only the last.
   *
   * @param since those given then or later, in nanoseconds: a transport may have lost them
   * @param pending how many upcalls the device keeps open: the last so many, however long ago, may
   *     be what it still waits for
   */
  List<Answer> perhapsLost(long since, int pending) {
    List<Answer> lost = new ArrayList<>();
    int newer = answers.size();
    for (Given given : answers.values()) {
      if (given.at() - since >= 0 || newer <= pending) {
        lost.add(given.answer());
      }
      newer--;
    }
    return lost;
  }

  /** Takes note of an answer, given at that time by the gateway's clock. */
  void remember(int sequence, Answer answer, long at) {
    answers.put(sequence, new Given(answer, at));
  }

  /** The upcall is answered; whoever sent its last copy is to be told. */
  Optional<Connection> answer(int sequence, Answer answer, long now) {
    remember(sequence, answer, now);
    Optional<Connection> to = open.remove(sequence);
    return to == null ? Optional.empty() : to;
  }

  /** The upcall will not be answered; its next repetition is tried afresh. */
  void abandon(int sequence) {
    open.remove(sequence);
  }
}
