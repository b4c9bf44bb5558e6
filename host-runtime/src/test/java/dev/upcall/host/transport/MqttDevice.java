package dev.upcall.host.transport;

import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.host.testing.FakeDevice;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/** A fake device that speaks MQTT. */
final class MqttDevice implements AutoCloseable {
  private static final int QOS = 1;

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final MqttAsyncClient client;
  private final String topics;
  private final FakeDevice device;
  private final List<Message> received = new CopyOnWriteArrayList<>();

  MqttDevice(Project project, int number, int boot, String broker, String site)
      throws MqttException {
    this(project, number, boot, broker, site, plain());
  }

  MqttDevice(
      Project project,
      int number,
      int boot,
      String broker,
      String site,
      MqttConnectionOptions options)
      throws MqttException {
    String name = "dev-" + number;
    this.topics = "upcall/v1/" + site + "/" + name + "/";
    this.client = new MqttAsyncClient(broker, name, new MemoryPersistence());
    this.device = new FakeDevice(project, number, boot, message -> publish("up", message, false));
    client.setCallback(
        new Mqtt5Session.Callback(
            new MqttEvents(MqttArrival.of(this::arrived), lost -> {}), id -> {}));
    client.connect(options).waitForCompletion(10_000);
    client.subscribe(topics + "down", QOS).waitForCompletion(10_000);
    publish("birth", device.birth(), true);
  }

  private static MqttConnectionOptions plain() {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setSocketFactory(new NoDelaySocketFactory());
    return options;
  }

  /** Publishes anything at all. */
  void publish(String channel, byte[] payload) throws MqttException {
    client.publish(topics + channel, payload, QOS, false).waitForCompletion(10_000);
  }

  /** What came on its topic. */
  List<Message> received() {
    return received;
  }

  private void arrived(String topic, byte[] payload) {
    Message message = MessageCodec.decode(payload);
    received.add(message);
    thread.execute(() -> device.receive(message));
  }

  private void publish(String channel, Message message, boolean retained) {
    try {
      client.publish(topics + channel, MessageCodec.encode(message), QOS, retained);
    } catch (MqttException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws MqttException {
    thread.shutdownNow();
    client.disconnectForcibly(0, 500, true);
    client.close(true);
  }
}
