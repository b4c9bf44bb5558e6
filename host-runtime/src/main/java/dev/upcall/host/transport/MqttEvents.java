package dev.upcall.host.transport;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connection's library tells, on its thread; nothing thrown here reaches it. */
final class MqttEvents {
  private static final Logger LOG = LoggerFactory.getLogger(MqttEvents.class);

  private final MqttArrival arrived;
  private final Consumer<MqttSession> lost;
  private MqttSession session;
  private boolean gone;

  MqttEvents(MqttArrival arrived, Consumer<MqttSession> lost) {
    this.arrived = arrived;
    this.lost = lost;
  }

  /** The owner knows the session from here on, so a loss before is told to it now. */
  synchronized void established(MqttSession newSession) {
    session = newSession;
    if (gone) {
      lost.accept(session);
    }
  }

  synchronized void disconnected() {
    if (!gone && session != null) {
      lost.accept(session);
    }
    gone = true;
  }

  /** An exception from here would end the connection for all devices, with MQTT 3.1.1. */
  void arrived(String topic, byte[] payload, Runnable taken) {
    try {
      arrived.arrived(topic, payload, taken);
    } catch (RuntimeException e) {
      LOG.error("a message on an MQTT topic could not be handed over", e);
    }
  }
}
