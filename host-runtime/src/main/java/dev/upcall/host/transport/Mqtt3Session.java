package dev.upcall.host.transport;

import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MQTT 3.1.1 with Paho. The broker does not say how many publishes it takes at a time: the limit is
 * ours, and Paho's as well.
 */
final class Mqtt3Session extends MqttSession {
  private static final Logger LOG = LoggerFactory.getLogger(Mqtt3Session.class);
  private static final int REFUSED = 0x80;

  private final MqttAsyncClient client;

  private Mqtt3Session(MqttAsyncClient client) {
    // Paho gives a slot back a little after it reports the delivery: never use the last quarter.
    super(MAX_UNDER_WAY - MAX_UNDER_WAY / 4);
    this.client = client;
  }

  static MqttSession open(MqttOptions options, MqttTopics topics, MqttEvents events)
      throws MqttFailure {
    MqttAsyncClient client = null;
    try {
      client =
          new MqttAsyncClient(
              options.broker().toString(), options.clientId(), new MemoryPersistence());
      client.setCallback(new Callback(events));
      long timeout = options.connectTimeout().toMillis();
      client.connect(connectOptions(options)).waitForCompletion(timeout);
      String[] filters = {topics.filter("up"), topics.filter("birth")};
      IMqttToken subscribed = client.subscribe(filters, new int[] {QOS, QOS});
      subscribed.waitForCompletion(timeout);
      for (int code : subscribed.getGrantedQos()) {
        if (code >= REFUSED) {
          throw new MqttException(MqttException.REASON_CODE_NOT_AUTHORIZED);
        }
      }
      return new Mqtt3Session(client);
    } catch (MqttException | RuntimeException e) {
      release(client);
      int code = e instanceof MqttException mqtt ? mqtt.getReasonCode() : 0;
      throw new MqttFailure(
          e,
          code == MqttException.REASON_CODE_NOT_AUTHORIZED
              || code == MqttException.REASON_CODE_FAILED_AUTHENTICATION);
    }
  }

  private static MqttConnectOptions connectOptions(MqttOptions options) {
    MqttConnectOptions connect = new MqttConnectOptions();
    connect.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    connect.setCleanSession(!options.keepsSession());
    connect.setAutomaticReconnect(false);
    connect.setKeepAliveInterval(KEEP_ALIVE_S);
    connect.setConnectionTimeout((int) Math.max(1, options.connectTimeout().toSeconds()));
    connect.setMaxInflight(MAX_UNDER_WAY);
    connect.setSocketFactory(MqttSockets.of(options.broker(), options.security()));
    options
        .security()
        .credentials()
        .ifPresent(
            credentials -> {
              connect.setUserName(credentials.user());
              connect.setPassword(credentials.password().read());
            });
    return connect;
  }

  @Override
  boolean send(String topic, byte[] payload, Consumer<Boolean> done) {
    try {
      client.publish(topic, payload, QOS, false, null, new Done(done));
      return true;
    } catch (MqttException e) {
      LOG.debug("publish refused: {}", e.getMessage());
      return false;
    }
  }

  @Override
  void close() {
    release(client);
  }

  private static void release(MqttAsyncClient client) {
    try {
      if (client != null) {
        if (client.isConnected()) {
          client.disconnectForcibly(0, 500);
        }
        client.close(true);
      }
    } catch (MqttException e) {
      LOG.debug("while closing: {}", e.getMessage());
    }
  }

  private record Done(Consumer<Boolean> done) implements IMqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      done.accept(true);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable reason) {
      done.accept(false);
    }
  }

  /** Paho's thread ends here. */
  private record Callback(MqttEvents events) implements MqttCallback {
    @Override
    public void connectionLost(Throwable cause) {
      events.disconnected();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      events.arrived(topic, message.getPayload());
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}
  }
}
