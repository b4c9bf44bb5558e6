package dev.upcall.host.gateway;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Header;
import dev.upcall.host.BoundedMap;
import dev.upcall.host.transport.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where devices announced themselves. A device whose upcall is stored does not ask again; so after
 * a restart its answer goes to where its birth came from, or waits here for that. Bounded. Belongs
 * to the gateway's loop.
 */
final class Homes {
  private static final int MAX_DEVICES = 20_000;
  private static final int MAX_WAITING_DEVICES = 4096;
  private static final int MAX_WAITING_ANSWERS = 32;

  private record Home(int boot, Connection connection) {}

  private record Start(int device, int boot) {
    static Start of(Header header) {
      return new Start(header.device(), header.boot());
    }
  }

  private final Map<Integer, Home> homes = BoundedMap.forgettingOldest(MAX_DEVICES);
  private final Map<Start, List<Answer>> waiting = BoundedMap.forgettingOldest(MAX_WAITING_DEVICES);

  /**
   * A device announces itself.
   *
   * @return the answers that waited for it
   */
  List<Answer> born(Header birth, Connection from) {
    homes.put(birth.device(), new Home(birth.boot(), from));
    List<Answer> answers = waiting.remove(Start.of(birth));
    return answers == null ? List.of() : answers;
  }

  /** Where the device is in whose present start an upcall was made. */
  Optional<Connection> of(Header upcall) {
    return Optional.ofNullable(homes.get(upcall.device()))
        .filter(home -> home.boot() == upcall.boot())
        .map(Home::connection);
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
