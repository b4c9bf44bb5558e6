package dev.upcall.host.tier;

import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageType;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.tier.TierAbove.Asker;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The upcalls that the tier above was asked about, as a device would ask: the same message, under
 * the same key. Each ends once, by an answer, a refusal, or its deadline. Belongs to the gateway's
 * loop.
 */
final class OpenAbove {
  private static final Logger LOG = LoggerFactory.getLogger(OpenAbove.class);

  /** More would only wait there; beyond it the gateway's own answers do. */
  static final int MAX_OPEN = 1024;

  private final Predicate<Message> up;
  private final ScheduledExecutorService loop;
  private final Map<Key, Asked> open = new HashMap<>();
  private final Set<Ack.Code> told = EnumSet.noneOf(Ack.Code.class);

  /** Under which an upcall takes effect once. */
  private record Key(int device, int boot, int sequence, long signature) {
    static Key of(Header header) {
      return new Key(header.device(), header.boot(), header.sequence(), header.signature());
    }
  }

  private record Asked(int classes, Asker asker, Future<?> deadline) {}

  /**
   * Nothing is open.
   *
   * @param up takes a message to the tier above without blocking; false if it cannot
   */
  OpenAbove(Predicate<Message> up, ScheduledExecutorService loop) {
    this.up = up;
    this.loop = loop;
  }

  /** As {@link TierAbove#ask}. */
  void ask(UpcallRequest upcall, Duration patience, int classes, Asker asker) {
    Key key = Key.of(upcall.header());
    Optional<Silence> silence = silence(key, patience);
    if (silence.isEmpty() && !up.test(upcall)) {
      silence = Optional.of(Silence.AWAY);
    }
    silence.ifPresentOrElse(
        why -> loop.execute(() -> asker.unanswered(why)),
        () -> {
          Future<?> deadline =
              loop.schedule(
                  () -> unanswered(key, Silence.LATE), patience.toNanos(), TimeUnit.NANOSECONDS);
          open.put(key, new Asked(classes, asker, deadline));
        });
  }

  /** Why it is not even sent. One that is open there already is as good as no room for it. */
  private Optional<Silence> silence(Key key, Duration patience) {
    if (patience.isNegative()) {
      return Optional.of(Silence.LATE);
    }
    boolean room = open.size() < MAX_OPEN && !open.containsKey(key);
    return room ? Optional.empty() : Optional.of(Silence.FULL);
  }

  /** What came from above; what is no answer to an open question is nobody's. */
  void arrived(Message message) {
    Key key = Key.of(message.header());
    if (message instanceof Answer answer) {
      Asked asked = open.get(key);
      if (asked != null && answer.classIndex() < asked.classes()) {
        end(key).ifPresent(asker -> asker.answered(answer));
      }
    } else if (message instanceof Ack ack
        && ack.of() == MessageType.UPCALL.id()
        && ack.code() != Ack.Code.STORED) {
      if (ack.code() != Ack.Code.BUSY && told.add(ack.code())) {
        LOG.warn("the tier above refuses upcalls: {}; further ones are only counted", ack.code());
      }
      unanswered(key, Silence.REFUSED);
    }
  }

  private void unanswered(Key key, Silence why) {
    end(key).ifPresent(asker -> asker.unanswered(why));
  }

  private Optional<Asker> end(Key key) {
    Optional<Asked> asked = Optional.ofNullable(open.remove(key));
    asked.ifPresent(ended -> ended.deadline().cancel(false));
    return asked.map(Asked::asker);
  }
}
