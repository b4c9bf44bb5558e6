package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Message;
import java.util.List;

/** Told what arrives, on the transport's own thread: it must return at once. */
public interface MessageListener {
  /** A well-formed message. */
  void received(Connection from, Message message);

  /** Bytes that are no message, with the reason. */
  default void malformed(Connection from, UpcallException reason) {}

  /** A well-formed message that bears another device's number, and goes no further. */
  default void impostor(Connection from, Message message, UpcallException reason) {}

  /** Tells several, in order. Each takes the messages that concern it and ignores the others. */
  static MessageListener all(List<? extends MessageListener> listeners) {
    List<MessageListener> copy = List.copyOf(listeners);
    return new MessageListener() {
      @Override
      public void received(Connection from, Message message) {
        copy.forEach(listener -> listener.received(from, message));
      }

      @Override
      public void malformed(Connection from, UpcallException reason) {
        copy.forEach(listener -> listener.malformed(from, reason));
      }

      @Override
      public void impostor(Connection from, Message message, UpcallException reason) {
        copy.forEach(listener -> listener.impostor(from, message, reason));
      }
    };
  }
}
