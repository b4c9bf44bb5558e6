package dev.upcall.host.gateway;

import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.Repeats;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.tier.TierAbove;
import dev.upcall.host.transport.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upcall's way through the gateway: session, journal, ensemble, journal, device. Wherever it
 * ends, its session knows, so that a repetition is tried afresh. Belongs to the gateway's loop.
 *
 * <pre>
 *   take ──► store ──► begin ──► decide ──► answer ──► deliver
 *             │          │          │ ▲        │
 *             │          │          ▼ │        │
 *             │          │       tier above    │
 *             └──────────┴─────────────────────┴──────► abandoned
 * </pre>
 */
final class UpcallPath {
  private static final Logger LOG = LoggerFactory.getLogger(UpcallPath.class);

  private final Recorder recorder;
  private final Sessions sessions;
  private final Homes homes;
  private final Drain drain;
  private final AnswerListeners listeners;
  private final Counters counters;
  private final GatewayLoop loop;
  private final LongSupplier nanos;
  private final Repeats unanswered;
  private final LastStage ladder;

  /**
   * An upcall that is worked on.
   *
   * @param arrived in nanoseconds
   */
  private record Work(ServedProject served, Session session, UpcallRequest upcall, long arrived) {
    void abandon() {
      session.abandon(upcall.header().sequence());
    }
  }

  /**
   * A way that nothing has gone yet.
   *
   * @param nanos the gateway's clock
   */
  UpcallPath(
      Recorder recorder,
      Sessions sessions,
      Homes homes,
      Drain drain,
      AnswerListeners listeners,
      Counters counters,
      GatewayLoop loop,
      LongSupplier nanos) {
    this.recorder = recorder;
    this.sessions = sessions;
    this.homes = homes;
    this.drain = drain;
    this.listeners = listeners;
    this.counters = counters;
    this.loop = loop;
    this.nanos = nanos;
    this.unanswered = new Repeats(nanos);
    this.ladder = new LastStage(counters, loop);
  }

  /**
   * A device asks, perhaps again.
   *
   * @return why it is refused; empty if it is not
   */
  Optional<Ack.Code> take(ServedProject served, UpcallRequest upcall, Connection from) {
    Optional<Ack.Code> refusal = served.refusal(upcall);
    if (refusal.isPresent()) {
      return refusal;
    }
    UpcallKey key = UpcallKey.of(upcall.header());
    Session session = sessions.of(key.device(), key.boot());
    Optional<Answer> known = session.answered(key.sequence()).or(() -> recorder.answer(key));
    if (known.isPresent()) {
      counters.count(GatewayCounter.DUPLICATES);
      loop.send(from, known.get());
    } else if (!session.open(key.sequence(), Optional.of(from))) {
      counters.count(GatewayCounter.DUPLICATES);
    } else if (drain.hasBegun() || !served.batcher().reserve()) {
      session.abandon(key.sequence());
      return Optional.of(Ack.Code.BUSY);
    } else {
      counters.count(GatewayCounter.UPCALLS);
      store(new Work(served, session, upcall, nanos.getAsLong()), from);
    }
    return Optional.empty();
  }

  /**
   * An upcall out of the journal, open in its session.
   *
   * @param then told whether it was answered and that noted
   */
  void again(ServedProject served, Session session, UpcallRequest upcall, Consumer<Boolean> then) {
    begin(new Work(served, session, upcall, nanos.getAsLong()), then);
  }

  private void store(Work work, Connection from) {
    UpcallRequest upcall = work.upcall();
    recorder.store(
        upcall,
        () -> {
          work.served().batcher().release();
          loop.guarded(
              () -> {
                if (recorder.isDurable()) {
                  loop.send(from, Refusals.ack(upcall, Ack.Code.STORED));
                }
                begin(work, noted -> {});
              },
              work::abandon);
        },
        () -> {
          work.served().batcher().release();
          work.abandon();
          loop.send(from, Refusals.ack(upcall, Ack.Code.BUSY));
        });
  }

  private void begin(Work work, Consumer<Boolean> then) {
    work.served()
        .batcher()
        .add(
            work.upcall(),
            work.arrived(),
            (combined, error) -> {
              if (error == null) {
                loop.guarded(() -> decide(work, combined, then), () -> end(work, then));
              } else {
                counters.count(GatewayCounter.UNANSWERED);
                unanswered(work, Reasons.of(error));
                end(work, then);
              }
            });
  }

  private void unanswered(Work work, String reason) {
    UpcallKey key = UpcallKey.of(work.upcall().header());
    unanswered
        .again(reason)
        .ifPresent(often -> LOG.warn("{} is not answered: {}{}", key, reason, often));
  }

  /** Without an answer. */
  private void end(Work work, Consumer<Boolean> then) {
    work.abandon();
    loop.guarded(() -> then.accept(false));
  }

  /** Has answers that this gateway is unsure of given by the tier above. */
  void above(TierAbove tier) {
    ladder.above(tier);
  }

  private void decide(Work work, CombinedAnswer combined, Consumer<Boolean> then) {
    Duration left = work.served().patience().minusNanos(nanos.getAsLong() - work.arrived());
    ladder.decide(
        work.served(),
        work.upcall(),
        combined,
        left,
        given -> loop.guarded(() -> answer(work, given, combined, then), () -> end(work, then)));
  }

  private void answer(Work work, Answer answer, CombinedAnswer combined, Consumer<Boolean> then) {
    Header header = work.upcall().header();
    if (header.has(Header.AUDIT)) {
      audited(work.served(), work.upcall().classIndex() == answer.classIndex());
    }
    recorder.answered(
        answer,
        noted -> {
          loop.guarded(() -> deliver(work, combined, answer), work::abandon);
          then.accept(noted);
        });
  }

  private void deliver(Work work, CombinedAnswer combined, Answer answer) {
    Header header = answer.header();
    counters.count(GatewayCounter.ANSWERS);
    long now = nanos.getAsLong();
    Duration took = Duration.ofNanos(now - work.arrived());
    Optional<Connection> to =
        work.session().answer(header.sequence(), answer, now).or(() -> homes.of(header));
    to.ifPresentOrElse(connection -> loop.send(connection, answer), () -> homes.keep(answer));
    listeners.tell(work.served(), work.upcall(), answer, combined, took);
  }

  private void audited(ServedProject served, boolean confirmed) {
    counters.count(GatewayCounter.AUDITS);
    if (served.audits().add(confirmed)) {
      counters.count(GatewayCounter.AUDIT_ALARMS);
      LOG.warn(
          "drift: accepted answers are right less often than {} %; {}",
          100 * served.audits().alarm().orElseThrow(), served.audits().page());
    }
  }
}
