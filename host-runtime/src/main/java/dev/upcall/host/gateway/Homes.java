package dev.upcall.host.gateway;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Header;
import dev.upcall.host.BoundedMap;
import dev.upcall.host.transport.Connection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Where devices announced themselves. A device whose upcall is stored does not ask again; so after
 * a restart its answer goes to where its birth came from, or waits here for that; and what was sent
 * shortly before its birth, or last of all, is sent again, also by an earlier process. Bounded.
 * Belongs to the gateway's loop.
 */
final class Homes {
  private static final int MAX_DEVICES = 20_000;
  private static final int MAX_WAITING_DEVICES = 4096;
  private static final int MAX_WAITING_ANSWERS = 32;

  /** A transport may lose an answer; its device announces itself when it is there again. */
  private static final long PERHAPS_LOST_NS = 10_000_000_000L;

  private record Start(int device, int boot) {
    static Start of(Header header) {
      return new Start(header.device(), header.boot());
    }
  }

  /** By the start as well, or whoever announced another's number would take its place here. */
  private final Map<Start, Connection> homes = BoundedMap.forgettingOldest(MAX_DEVICES);

  private final Map<Start, List<Answer>> waiting = BoundedMap.forgettingOldest(MAX_WAITING_DEVICES);

  private final Journal journal;
  private final Sessions sessions;
  private final LongSupplier nanos;

  /**
   * None are known yet.
   *
   * @param journal where it is not durable, devices ask again themselves
   * @param sessions know the answers that were given
   * @param nanos the gateway's clock
   */
  Homes(Journal journal, Sessions sessions, LongSupplier nanos) {
    this.journal = journal;
    this.sessions = sessions;
    this.nanos = nanos;
  }

  /**
   * A device announces itself.
   *
   * @return the answers that waited for it, and those that it may not have got, each once
   */
  Set<Answer> born(Birth birth, Connection from) {
    Start start = Start.of(birth.header());
    homes.put(start, from);
    List<Answer> waited = waiting.remove(start);
    Set<Answer> answers = new LinkedHashSet<>(waited == null ? List.of() : waited);
    if (journal.isDurable()) {
      long since = nanos.getAsLong() - PERHAPS_LOST_NS;
      answers.addAll(sessions.perhapsLost(birth.header(), since, birth.pending()));
    }
    return answers;
  }

  /**
   * Takes up the answers of before the start. What may never have left the last process waits for
   * its device; of the others a device that is away may still miss the last.
   */
  void recall() {
    long now = nanos.getAsLong();
    for (Journal.Noted noted : journal.answersOfBefore()) {
      Header header = noted.answer().header();
      long age = noted.age().toNanos();
      sessions
          .of(header.device(), header.boot())
          .remember(header.sequence(), noted.answer(), now - age);
      if (age <= PERHAPS_LOST_NS) {
        keep(noted.answer());
      }
    }
  }

  /** Where the device is in whose present start an upcall was made. */
  Optional<Connection> of(Header upcall) {
    return Optional.ofNullable(homes.get(Start.of(upcall)));
  }

  /** Keeps an answer until its device announces itself; of very many only the last. */
  void keep(Answer answer) {
    List<Answer> answers =
        waiting.computeIfAbsent(Start.of(answer.header()), unused -> new ArrayList<>());
    if (answers.size() == MAX_WAITING_ANSWERS) {
      answers.remove(0);
    }
    answers.add(answer);
  }
}
