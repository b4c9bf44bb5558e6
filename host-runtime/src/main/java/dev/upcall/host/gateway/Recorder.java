package dev.upcall.host.gateway;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.UpcallRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's hand on its journal: an upcall is stored before work on it begins, its answer noted
 * before it leaves. What cannot be stored is counted, and told to people once until it can again.
 * Belongs to the gateway's loop.
 */
final class Recorder {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private final Journal journal;
  private final Counters counters;
  private final GatewayLoop loop;
  private long turnedAway;

  /**
   * A recorder.
   *
   * @param loop runs what follows when the journal is done
   */
  Recorder(Journal journal, Counters counters, GatewayLoop loop) {
    this.journal = journal;
    this.counters = counters;
    this.loop = loop;
  }

  /** Whether what is stored outlives a crash. */
  boolean isDurable() {
    return journal.isDurable();
  }

  /** The answer to an upcall, if it is known from before. */
  Optional<Answer> answer(UpcallKey key) {
    return journal.answer(key);
  }

  /** Stores an upcall, then goes on with {@code stored}; or with {@code refused} if it is not. */
  void store(UpcallRequest upcall, Runnable stored, Runnable refused) {
    call(() -> journal.store(upcall))
        .whenComplete(
            (unused, error) ->
                loop.execute(
                    () -> {
                      if (error == null) {
                        works();
                        stored.run();
                      } else {
                        fails(upcall, error);
                        refused.run();
                      }
                    }));
  }

  /**
   * Notes an answer, then sends it. It is sent too if the journal fails: the device is better off
   * with it, and what an answer without record costs is a second one after a crash, which the
   * device does not take.
   *
   * @param send told whether it was noted
   */
  void answered(Answer answer, Consumer<Boolean> send) {
    UpcallKey key = UpcallKey.of(answer.header());
    CompletableFuture<Void> noted = call(() -> journal.answered(key, answer));
    if (journal.isDurable()) {
      noted.whenComplete((unused, error) -> loop.execute(() -> send.accept(error == null)));
    } else {
      send.accept(true);
    }
  }

  private static CompletableFuture<Void> call(Supplier<CompletableFuture<Void>> journalling) {
    try {
      return journalling.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void fails(UpcallRequest upcall, Throwable error) {
    counters.count(GatewayCounter.NOT_STORED);
    if (turnedAway++ == 0) {
      LOG.warn(
          "{} was not stored: {}; further ones are only counted",
          UpcallKey.of(upcall.header()),
          Reasons.of(error));
    }
  }

  private void works() {
    if (turnedAway > 0) {
      LOG.info("upcalls are stored again; {} were not, and their devices told so", turnedAway);
      turnedAway = 0;
    }
  }
}
