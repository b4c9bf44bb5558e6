package dev.upcall.host.gateway;

import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.ensemble.MemberState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on what is stored and not answered: what an earlier process left, and what failed since,
 * which its device does not send again. A part at a time, so that a journal larger than memory can
 * be worked off, and only while a member is up. After one that failed no more than one is tried a
 * time, until one succeeds.
 *
 * <p>Belongs to the gateway's loop, but for the reading: the disk is waited for elsewhere.
 *
 * <pre>
 *   round ──► list ──► fill ──► read ──► ready ──► begin ──► done ──► fill
 *    loop    reader    loop    reader    loop      loop      loop
 * </pre>
 */
final class Replay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
  private static final int MAX_UNDER_WAY = 256;

  /** Read ahead, so that who is done need not wait for the disk. */
  private static final int MAX_READ = 64;

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
  private final Executor reader;
  private final Executor loop;
  private Iterator<UpcallKey> keys = Collections.emptyIterator();
  private final Queue<UpcallRequest> ready = new ArrayDeque<>();
  private boolean hasBegun;
  private boolean reading;
  private int underWay;
  private boolean failing;
  private Future<?> rounds;

  /**
   * One that has begun nothing yet.
   *
   * @param reader waits for the disk
   * @param loop runs handlers on the gateway's loop, to which all else here belongs
   */
  Replay(
      Journal journal,
      Sessions sessions,
      Drain drain,
      ServedProject served,
      Work work,
      Executor reader,
      Executor loop) {
    this.journal = journal;
    this.sessions = sessions;
    this.drain = drain;
    this.served = served;
    this.work = work;
    this.reader = reader;
    this.loop = loop;
  }

  /** Begins, and looks again every few seconds, which the timer tells. */
  void start(ScheduledExecutorService timer) {
    Runnable ask =
        () ->
            served
                .ensemble()
                .states()
                .thenAccept(
                    states -> {
                      if (states.containsValue(MemberState.UP)) {
                        loop.execute(this::round);
                      }
                    });
    rounds = timer.scheduleWithFixedDelay(() -> loop.execute(ask), 0, PAUSE_S, TimeUnit.SECONDS);
  }

  /** Goes on where the last round ended, or from the start; a member is up. */
  void round() {
    boolean more = reading || keys.hasNext() || !ready.isEmpty();
    // A journal in memory holds nothing that its device would not send again.
    if (more || (hasBegun && !journal.isDurable())) {
      fill();
    } else {
      read(() -> journal.unanswered(served.shortSignature()), this::listed);
    }
  }

  private void listed(List<UpcallKey> stored) {
    if (!hasBegun && !stored.isEmpty()) {
      LOG.info("{}: {} upcalls of before are worked on", served.name(), stored.size());
    }
    hasBegun = true;
    keys = stored.iterator();
    fill();
  }

  private void fill() {
    if (drain.hasBegun()) {
      return;
    }
    int most = failing ? 1 : MAX_UNDER_WAY;
    while (underWay < most && !ready.isEmpty()) {
      begin(ready.remove());
    }
    readAhead();
  }

  /** So that there is a next one when one is done. */
  private void readAhead() {
    List<UpcallKey> next = new ArrayList<>();
    while (!reading && ready.size() + next.size() < MAX_READ && keys.hasNext()) {
      UpcallKey key = keys.next();
      if (isOpen(key)) {
        next.add(key);
      }
    }
    if (!next.isEmpty()) {
      read(
          () -> next.stream().flatMap(key -> journal.upcall(key).stream()).toList(),
          found -> {
            ready.addAll(found);
            fill();
          });
    }
  }

  /** Whether nobody works on an upcall, and none has answered it. */
  private boolean isOpen(UpcallKey key) {
    Session session = sessions.of(key.device(), key.boot());
    return !session.isOpen(key.sequence())
        && session.answered(key.sequence()).isEmpty()
        && journal.answer(key).isEmpty();
  }

  /** Reads off the loop, one thing at a time. A journal that fails is a bug, as of any handler. */
  private <T> void read(Supplier<T> disk, Consumer<T> then) {
    reading = true;
    CompletableFuture.supplyAsync(disk, reader)
        .whenComplete(
            (found, error) ->
                loop.execute(
                    () -> {
                      reading = false;
                      if (error != null) {
                        throw new IllegalStateException("the journal fails", error);
                      }
                      then.accept(found);
                    }));
  }

  /** Unless its device has sent it again since it was read. */
  private void begin(UpcallRequest upcall) {
    UpcallKey key = UpcallKey.of(upcall.header());
    if (isOpen(key) && served.refusal(upcall).isEmpty()) {
      Session session = sessions.of(key.device(), key.boot());
      session.open(key.sequence(), Optional.empty());
      underWay++;
      work.begin(session, upcall, this::done);
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
