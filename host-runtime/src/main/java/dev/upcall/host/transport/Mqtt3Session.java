package dev.upcall.host.transport;

import java.util.function.IntConsumer;
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
 * MQTT 3.1.1 with Paho. The broker does not say how many publishes it takes at a time, nor how long
 * it keeps a session: the limit is ours, and Paho's as well; the time is the broker's.
 */
final class Mqtt3Session extends MqttSession {
  private static final Logger LOG = LoggerFactory.getLogger(Mqtt3Session.class);

  private final SessionOptions options;
  private final MqttAsyncClient client;

  Mqtt3Session(SessionOptions options, MqttEvents events) throws MqttFailure {
    this.options = options;
    try {
      client =
          new MqttAsyncClient(
              MqttSockets.uri(options.broker()), options.clientId(), new MemoryPersistence());
    } catch (MqttException e) {
      throw failure(e);
    }
    client.setManualAcks(options.ownAcks());
    client.setCallback(new Callback(events, this::acknowledge));
  }

  @Override
  int connect() throws MqttFailure {
    try {
      client.connect(connectOptions()).waitForCompletion(options.timeout().toMillis());
      return MAX_UNDER_WAY;
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  /** With the files and the password read now. */
  private MqttConnectOptions connectOptions() {
    MqttConnectOptions connect = new MqttConnectOptions();
    connect.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    connect.setCleanSession(options.kept().isEmpty());
    connect.setAutomaticReconnect(false);
    connect.setConnectionTimeout(options.timeoutS());
    connect.setKeepAliveInterval(options.keepAliveS());
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
    options.will().ifPresent(will -> connect.setWill(will.topic(), will.payload(), QOS, true));
    return connect;
  }

  @Override
  void ask(String[] filters, int[] qos, Outcome outcome) throws MqttFailure {
    try {
      client.subscribe(filters, qos, null, new Told(outcome));
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  @Override
  void send(String topic, byte[] payload, int qos, boolean retained, Outcome outcome)
      throws MqttFailure {
    try {
      client.publish(topic, payload, qos, retained, null, new Told(outcome));
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  @Override
  void end() throws MqttFailure {
    try {
      // Also where the broker has not answered CONNECT: Paho closes no client that is connecting.
      client.disconnectForcibly(0, 500, client.isConnected() && options.will().isEmpty());
      client.close(true);
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  /** Where that is left to the owner. */
  private void acknowledge(int id) {
    try {
      client.messageArrivedComplete(id, QOS);
    } catch (MqttException e) {
      LOG.debug("not acknowledged, so it comes again: {}", e.getMessage());
    }
  }

  /** A failure by its cause, as far as the broker told it. */
  private static MqttFailure failure(Throwable cause) {
    int code = cause instanceof MqttException mqtt ? mqtt.getReasonCode() : 0;
    return new MqttFailure(
        cause,
        code == MqttException.REASON_CODE_NOT_AUTHORIZED
            || code == MqttException.REASON_CODE_FAILED_AUTHENTICATION);
  }

  private record Told(Outcome outcome) implements IMqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      outcome.done(token.getGrantedQos());
    }

    @Override
    public void onFailure(IMqttToken token, Throwable reason) {
      outcome.failed(failure(reason));
    }
  }

  /** Paho's thread ends here. */
  private record Callback(MqttEvents events, IntConsumer acknowledge) implements MqttCallback {
    @Override
    public void connectionLost(Throwable cause) {
      events.disconnected();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      int id = message.getId();
      events.arrived(topic, message.getPayload(), () -> acknowledge.accept(id));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}
  }
}
