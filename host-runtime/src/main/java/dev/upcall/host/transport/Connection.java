package dev.upcall.host.transport;

import dev.upcall.core.wire.Message;

/** The way back to one device, or to the devices on one line. */
public interface Connection {
  /** For messages to people, e.g. {@code mqtt home/pump-3}. */
  String name();

  /**
   * Hands a message over for sending. Never blocks, may be called by any thread.
   *
   * @return false if the message was dropped and counted, because the queue is full, the device
   *     cannot take a message that large, or the transport is closed
   */
  boolean send(Message message);

  /**
   * The same, with word of what became of it.
   *
   * @param settled told once the other end has the whole message, or is not to have it any more;
   *     not told where it was lost with the line. By default at once, on any thread: it must return
   *     at once
   */
  default boolean send(Message message, Runnable settled) {
    boolean sent = send(message);
    settled.run();
    return sent;
  }

  /** Whether messages get through now, as far as this end can tell. */
  default boolean isOpen() {
    return true;
  }

  /** Bytes that came in, with everything the transport adds around messages. */
  long bytesIn();

  /** Bytes that went out, counted likewise. */
  long bytesOut();
}
