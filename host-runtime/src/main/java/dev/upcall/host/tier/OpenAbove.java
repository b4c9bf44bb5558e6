package dev.upcall.host.tier;

import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageType;
import dev.upcall.core.wire.UpcallRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The upcalls that the tier above was asked about, as a device would ask: the same message, under
 * the same key. Each ends once, by an answer, a refusal, or its deadline. Belongs to the gateway's
 * loop.
 */
final class OpenAbove {
  /** More would only wait there; beyond it the gateway's own answers do. */
  static final int MAX_OPEN = 1024;

  private final Predicate<Message> up;
  private final ScheduledExecutorService loop;
  private final Map<Key, Asked> open = new HashMap<>();

  /** Under which an upcall takes effect once. */
  private record Key(int device, int boot, int sequence, long signature) {
    static Key of(Header header) {
      return new Key(header.device(), header.boot(), header.sequence(), header.signature());
    }
  }

  private record Asked(int classes, Consumer<Optional<Answer>> done, Future<?> deadline) {}

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
  void ask(UpcallRequest upcall, Duration patience, int classes, Consumer<Optional<Answer>> done) {
    Key key = Key.of(upcall.header());
    boolean possible = !patience.isNegative() && open.size() < MAX_OPEN && !open.containsKey(key);
    if (!possible || !up.test(upcall)) {
      loop.execute(() -> done.accept(Optional.empty()));
      return;
    }
    Future<?> deadline =
        loop.schedule(() -> end(key, Optional.empty()), patience.toNanos(), TimeUnit.NANOSECONDS);
    open.put(key, new Asked(classes, done, deadline));
  }

  /** What came from above; what is no answer to an open question is nobody's. */
  void arrived(Message message) {
    Key key = Key.of(message.header());
    if (message instanceof Answer answer) {
      Asked asked = open.get(key);
      if (asked != null && answer.classIndex() < asked.classes()) {
        end(key, Optional.of(answer));
      }
    } else if (message instanceof Ack ack
        && ack.of() == MessageType.UPCALL.id()
        && ack.code() != Ack.Code.STORED) {
      end(key, Optional.empty());
    }
  }

  private void end(Key key, Optional<Answer> answer) {
    Asked asked = open.remove(key);
    if (asked != null) {
      asked.deadline().cancel(false);
      asked.done().accept(answer);
    }
  }
}
