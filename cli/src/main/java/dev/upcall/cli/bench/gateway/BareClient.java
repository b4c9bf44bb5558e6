package dev.upcall.cli.bench.gateway;

import dev.upcall.host.transport.NoDelaySocketFactory;
import java.util.function.BiConsumer;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** Paho's MQTT 5 client at QoS 1 with nothing around it. */
final class BareClient implements AutoCloseable {
  private static final int QOS = 1;
  private static final long TIMEOUT_MS = 10_000;

  private final MqttAsyncClient client;

  /**
   * Connects and subscribes.
   *
   * @param arrived told topic and payload, on Paho's thread
   */
  BareClient(String broker, String id, String filter, BiConsumer<String, byte[]> arrived) {
    try {
      client = new MqttAsyncClient(broker, id, new MemoryPersistence());
      client.setCallback(new Callback(arrived));
      MqttConnectionOptions options = new MqttConnectionOptions();
      options.setCleanStart(true);
      options.setSocketFactory(new NoDelaySocketFactory());
      client.connect(options).waitForCompletion(TIMEOUT_MS);
      client.subscribe(filter, QOS).waitForCompletion(TIMEOUT_MS);
    } catch (MqttException e) {
      throw new IllegalStateException("no connection to " + broker, e);
    }
  }

  /** Publishes without waiting. */
  void publish(String topic, byte[] payload) {
    try {
      client.publish(topic, payload, QOS, false);
    } catch (MqttException e) {
      throw new IllegalStateException("not published to " + topic, e);
    }
  }

  @Override
  public void close() {
    try {
      client.disconnectForcibly(0, 500, true);
      client.close(true);
    } catch (MqttException e) {
      throw new IllegalStateException("the client does not close", e);
    }
  }

  private static final class Callback extends QuietCallback {
    private final BiConsumer<String, byte[]> arrived;

    Callback(BiConsumer<String, byte[]> arrived) {
      this.arrived = arrived;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      arrived.accept(topic, message.getPayload());
    }
  }
}
