package dev.upcall.host.gateway;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Foreign;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.Parameters;
import dev.upcall.core.wire.Sample;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.BoundedMap;
import dev.upcall.host.transport.Connection;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How messages are refused: the device is told why, a person reads it once per device and reason,
 * however often it repeats. Belongs to the gateway's loop, but for what is malformed.
 */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int MAX_REMEMBERED = 10_000;

  private record Reason(int device, long signature, Ack.Code code) {}

  private final Map<Reason, Long> seen = BoundedMap.forgettingOldest(MAX_REMEMBERED);

  private final Map<String, Long> malformed = BoundedMap.forgettingOldest(MAX_REMEMBERED);

  /** Messages that only a host sends. */
  static boolean isForDevices(Message message) {
    return message instanceof Answer || message instanceof Parameters || message instanceof Sample;
  }

  /** The word to the device about its message. */
  static Ack ack(Message about, Ack.Code code) {
    return new Ack(about.header().withFlags(0), about.typeId(), code);
  }

  /**
   * Tells people, the first time.
   *
   * @param birth what the device said of itself, null if nothing yet
   */
  void log(Connection from, Message message, Ack.Code code, Birth birth) {
    Header header = message.header();
    // That there is no room is no device's fault: one line, not one for each.
    int device = code == Ack.Code.BUSY ? 0 : header.device();
    Reason reason = new Reason(device, header.signature(), code);
    if (seen.merge(reason, 1L, Long::sum) > 1) {
      return;
    }
    LOG.warn(
        "{}: {} of device {} ({}) with signature {} refused: {}; further ones are only counted",
        from.name(),
        message.label(),
        Integer.toHexString(header.device()),
        birth == null ? "not announced" : birth.name() + ", project " + birth.project(),
        Long.toHexString(header.signature()),
        code);
  }

  /** What a message that cannot be read here counts as. */
  static GatewayCounter counter(Foreign foreign) {
    return switch (foreign.error()) {
      case VERSION -> GatewayCounter.OTHER_VERSION;
      case TYPE -> GatewayCounter.REFUSED;
      default -> GatewayCounter.MALFORMED;
    };
  }

  /**
   * Tells people, the first time of each kind, of what cannot be read here.
   *
   * @return the word to the device; none about what is itself about a message of ours
   */
  Optional<Message> foreign(Connection from, Foreign foreign) {
    logMalformed(from, foreign.reason());
    return foreign.isReply() ? Optional.empty() : Optional.of(foreign.refusal());
  }

  /**
   * Refuses what bears another's number; on any thread. Whoever sent an upcall is told, so that it
   * does not wait for an answer: it is the one on whose connection it came.
   */
  void impostor(Connection from, Message message, UpcallException reason) {
    logMalformed(from, reason.diagnostics().get(0));
    if (message instanceof UpcallRequest && !from.send(ack(message, Ack.Code.UNSUPPORTED))) {
      LOG.debug("{}: no room for a refusal", from.name());
    }
  }

  /**
   * Tells people of what is no message of this device, the first time of each kind; on any thread.
   */
  void logMalformed(Connection from, Diagnostic reason) {
    String kind = from.name() + " " + reason.code().id();
    synchronized (malformed) {
      if (malformed.merge(kind, 1L, Long::sum) > 1) {
        return;
      }
    }
    LOG.warn("{}: {}; further ones are only counted", from.name(), reason);
  }
}
