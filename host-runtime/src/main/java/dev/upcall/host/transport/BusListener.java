package dev.upcall.host.transport;

/** Told what comes over a bus. Each call must return at once. */
public interface BusListener {
  /** A message, on the bus's own thread. */
  void arrived(String topic, byte[] payload);

  /** The connection stands, for the first time or again; on the worker. */
  default void connected() {}

  /** The connection is lost, and is being made anew; on the worker. */
  default void disconnected() {}
}
