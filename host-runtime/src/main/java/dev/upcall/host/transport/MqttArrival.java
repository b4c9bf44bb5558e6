package dev.upcall.host.transport;

import java.util.function.BiConsumer;

/** Told of publishes, on the library's thread: it must return at once. */
@FunctionalInterface
interface MqttArrival {
  /**
   * A publish has come.
   *
   * @param taken to be called once it need not come again; of use where the session was told not to
   *     see to that by itself ({@link SessionOptions#ownAcks})
   */
  void arrived(String topic, byte[] payload, Runnable taken);

  /** For sessions that acknowledge by themselves. */
  static MqttArrival of(BiConsumer<String, byte[]> told) {
    return (topic, payload, taken) -> told.accept(topic, payload);
  }
}
