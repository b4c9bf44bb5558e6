package dev.upcall.host.metrics;

import dev.upcall.host.gateway.GatewayCounter;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;

/**
 * Under which name a counter is exposed; {@code _total} is added behind it.
 *
 * @param name as Micrometer writes it, words divided by points
 * @param tags such as the reason of a refusal
 */
record CounterName(String name, Tags tags) {
  /** Those that belong together have one name and differ by a tag; any other has its own. */
  static CounterName of(GatewayCounter counter) {
    return switch (counter) {
      case RECEIVED -> plain("messages");
      case UPCALLS -> plain("upcalls");
      case ANSWERS, AUDITS, DUPLICATES, UNANSWERED -> plain("upcall." + lower(counter));
      case UNKNOWN_SIGNATURE, NOT_STORED, MALFORMED, OTHER_VERSION ->
          new CounterName("upcall.refused", Tags.of("reason", lower(counter)));
      case IMPOSTORS -> new CounterName("upcall.refused", Tags.of("reason", "impostor"));
      case REFUSED -> new CounterName("upcall.refused", Tags.of("reason", "unfit"));
      case ABOVE_AUDITS_CONFIRMED -> audited("confirmed");
      case ABOVE_AUDITS_REFUTED -> audited("refuted");
      case ABOVE_AWAY -> silent("away");
      case ABOVE_FULL -> silent("full");
      case ABOVE_REFUSED -> silent("refused");
      case ABOVE_LATE -> silent("late");
      case DROPPED_INBOX -> dropped("inbox");
      case DROPPED_BUSY -> dropped("ensemble");
      case DROPPED_OUTGOING -> dropped("outgoing");
      default -> plain(lower(counter).replace('_', '.'));
    };
  }

  private static CounterName plain(String name) {
    return new CounterName(name, Tags.empty());
  }

  private static CounterName audited(String result) {
    return new CounterName("upcalls.above.audits", Tags.of("result", result));
  }

  private static CounterName silent(String reason) {
    return new CounterName("upcalls.above.unanswered", Tags.of("reason", reason));
  }

  private static CounterName dropped(String queue) {
    return new CounterName("dropped", Tags.of("queue", queue));
  }

  private static String lower(GatewayCounter counter) {
    return counter.name().toLowerCase(Locale.ROOT);
  }
}
