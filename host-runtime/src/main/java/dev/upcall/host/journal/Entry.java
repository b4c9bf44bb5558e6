package dev.upcall.host.journal;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.gateway.UpcallKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An upcall or an answer on its way to the disk.
 *
 * @param time when it was taken, milliseconds since 1970
 * @param bytes of the message, as on the wire
 * @param done completed when it is durable; nobody waits for what the journal writes of its own
 *     accord
 */
record Entry(
    UpcallKey key, Message message, long time, byte[] bytes, CompletableFuture<Void> done) {

  static Entry of(Message message, long time) {
    return new Entry(
        UpcallKey.of(message.header()),
        message,
        time,
        MessageCodec.encode(message),
        new CompletableFuture<>());
  }

  boolean isUpcall() {
    return message instanceof UpcallRequest;
  }

  /** The answer that it is. */
  Optional<Answer> answer() {
    return message instanceof Answer answer ? Optional.of(answer) : Optional.empty();
  }

  /** On disk. */
  int size() {
    return Records.OVERHEAD + bytes.length;
  }
}
