package dev.upcall.host.gateway;

import dev.upcall.core.wire.UpcallRequest;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on what was stored and not answered before the start, a part at a time, so that a journal
 * larger than memory can be worked off. Belongs to the gateway's loop.
 */
final class Replay {
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
  private static final int MAX_UNDER_WAY = 256;

  /** Begins to work on an upcall, unless it is being worked on already. */
  @FunctionalInterface
  interface Work {
    /**
     * Begins.
     *
     * @param done to be called when it is answered or given up; not before this method returns
     * @return false if there is nothing to do, and {@code done} will not be called
     */
    boolean begin(UpcallRequest upcall, Runnable done);
  }

  private final Journal journal;
  private final Iterator<UpcallKey> keys;
  private final Work work;
  private int underWay;

  Replay(Journal journal, ServedProject served, Work work) {
    List<UpcallKey> stored = journal.unanswered(served.shortSignature());
    if (!stored.isEmpty()) {
      LOG.info("{}: {} upcalls of before are worked on", served.name(), stored.size());
    }
    this.journal = journal;
    this.keys = stored.iterator();
    this.work = work;
  }

  /** Begins as many as may be under way. */
  void run() {
    while (underWay < MAX_UNDER_WAY && keys.hasNext()) {
      Optional<UpcallRequest> upcall = journal.upcall(keys.next());
      if (upcall.isPresent() && work.begin(upcall.get(), this::done)) {
        underWay++;
      }
    }
  }

  private void done() {
    underWay--;
    run();
  }
}
