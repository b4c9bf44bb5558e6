package dev.upcall.host.gateway;

import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.ensemble.MemberState;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on what is stored and not answered: what an earlier process left, and what failed since,
 * which its device does not send again. A part at a time, so that a journal larger than memory can
 * be worked off, and only while a member is up. After one that failed no more than one is tried a
 * time, until one succeeds. Belongs to the gateway's loop.
 */
final class Replay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
  private static final int MAX_UNDER_WAY = 256;
  private static final long PAUSE_S = 3;

  /** Begins to work on an upcall. */
  @FunctionalInterface
  interface Work {
    /**
     * Begins.
     *
     * @param session in which the upcall is open now
     * @param done to be told, not before this method returns, when all is over: whether the upcall
     *     was answered and the journal has noted it
     */
    void begin(Session session, UpcallRequest upcall, Consumer<Boolean> done);
  }

  private final Journal journal;
  private final Sessions sessions;
  private final Drain drain;
  private final ServedProject served;
  private final Work work;
  private Iterator<UpcallKey> keys = Collections.emptyIterator();
  private boolean hasBegun;
  private int underWay;
  private boolean failing;
  private Future<?> rounds;

  /** One that has begun nothing yet. */
  Replay(Journal journal, Sessions sessions, Drain drain, ServedProject served, Work work) {
    this.journal = journal;
    this.sessions = sessions;
    this.drain = drain;
    this.served = served;
    this.work = work;
  }

  /**
   * Begins, and looks again every few seconds.
   *
   * @param loop that everything here belongs to
   * @param guarded runs a handler there
   */
  void start(ScheduledExecutorService loop, Consumer<Runnable> guarded) {
    Runnable ask =
        () ->
            served
                .ensemble()
                .states()
                .thenAccept(
                    states -> {
                      if (states.containsValue(MemberState.UP)) {
                        guarded.accept(this::round);
                      }
                    });
    rounds = loop.scheduleWithFixedDelay(() -> guarded.accept(ask), 0, PAUSE_S, TimeUnit.SECONDS);
  }

  /** Goes on where the last round ended, or from the start; a member is up. */
  void round() {
    // A journal in memory holds nothing that its device would not send again.
    if (!keys.hasNext() && (journal.isDurable() || !hasBegun)) {
      List<UpcallKey> stored = journal.unanswered(served.shortSignature());
      if (!hasBegun && !stored.isEmpty()) {
        LOG.info("{}: {} upcalls of before are worked on", served.name(), stored.size());
      }
      hasBegun = true;
      keys = stored.iterator();
    }
    fill();
  }

  private void fill() {
    int most = failing ? 1 : MAX_UNDER_WAY;
    while (underWay < most && !drain.hasBegun() && keys.hasNext()) {
      begin(keys.next());
    }
  }

  private void begin(UpcallKey key) {
    Session session = sessions.of(key.device(), key.boot());
    int sequence = key.sequence();
    if (session.isOpen(sequence)
        || session.answered(sequence).isPresent()
        || journal.answer(key).isPresent()) {
      return;
    }
    Optional<UpcallRequest> upcall = journal.upcall(key);
    if (upcall.isPresent() && served.refusal(upcall.get()).isEmpty()) {
      session.open(sequence, Optional.empty());
      underWay++;
      work.begin(session, upcall.get(), this::done);
    }
  }

  private void done(boolean noted) {
    underWay--;
    failing = !noted;
    if (noted) {
      fill();
    }
  }

  /** Looks no more. */
  @Override
  public void close() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }
}
