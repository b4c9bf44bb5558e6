package dev.upcall.cli.bench.gateway;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * A connection to one of several brokers that is made again when it is lost; what is published
 * meanwhile is gone. All of it happens on one thread, which connecting blocks.
 */
final class FleetLine implements AutoCloseable {
  static final int QOS = 1;
  private static final int KEEP_ALIVE_S = 5;
  private static final int CONNECT_S = 10;
  private static final long RETRY_MS = 100;

  /** For a machine with other work. */
  private static final long LIMIT_MS = 60_000;

  private final List<String> brokers;
  private final String name;
  private final String filter;
  private final ScheduledExecutorService thread;
  private final Consumer<byte[]> arrived;
  private final Runnable connected;
  private MqttAsyncClient client;
  private int next;
  private boolean closed;

  /**
   * Not connected yet.
   *
   * @param name its id at the broker
   * @param filter what it reads
   * @param thread that everything happens on
   * @param connected told each time that it is
   */
  FleetLine(
      List<String> brokers,
      String name,
      String filter,
      ScheduledExecutorService thread,
      Consumer<byte[]> arrived,
      Runnable connected) {
    this.brokers = brokers;
    this.name = name;
    this.filter = filter;
    this.thread = thread;
    this.arrived = arrived;
    this.connected = connected;
  }

  /** Connects; on the thread. A failure is tried again later, with the next broker. */
  void connect() {
    if (closed) {
      return;
    }
    try {
      client = new MqttAsyncClient(brokers.get(next), name, new MemoryPersistence());
      client.setCallback(new Arrivals(client));
      MqttConnectionOptions options = new MqttConnectionOptions();
      options.setKeepAliveInterval(KEEP_ALIVE_S);
      options.setConnectionTimeout(CONNECT_S);
      client.connect(options).waitForCompletion(LIMIT_MS);
      client.subscribe(filter, QOS).waitForCompletion(LIMIT_MS);
      connected.run();
    } catch (MqttException e) {
      again();
    }
  }

  private void again() {
    end(client);
    client = null;
    next = (next + 1) % brokers.size();
    if (!thread.isShutdown()) {
      thread.schedule(this::connect, RETRY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private static void end(MqttAsyncClient client) {
    try {
      if (client != null) {
        if (client.isConnected()) {
          client.disconnectForcibly(0, 500, true);
        }
        client.close(true);
      }
    } catch (MqttException e) {
      // It is gone already.
    }
  }

  void publish(String topic, byte[] payload, boolean retained) {
    try {
      if (client != null) {
        client.publish(topic, payload, QOS, retained);
      }
    } catch (MqttException e) {
      // Sent again in a while, like anything that is lost.
    }
  }

  /** When the thread is shut down. */
  @Override
  public void close() {
    closed = true;
    end(client);
  }

  private final class Arrivals extends QuietCallback {
    private final MqttAsyncClient of;

    Arrivals(MqttAsyncClient of) {
      this.of = of;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      thread.execute(() -> arrived.accept(message.getPayload()));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      if (!thread.isShutdown()) {
        thread.execute(
            () -> {
              if (client == of && !closed) {
                again();
              }
            });
      }
    }
  }
}
