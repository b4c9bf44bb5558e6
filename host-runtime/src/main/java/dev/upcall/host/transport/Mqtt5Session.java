package dev.upcall.host.transport;

import dev.upcall.host.security.Credentials;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MQTT 5 with Paho. */
final class Mqtt5Session extends MqttSession {
  private static final Logger LOG = LoggerFactory.getLogger(Mqtt5Session.class);

  /** Artemis carries out no will of a kept session without a delay. */
  private static final long WILL_DELAY_S = 1;

  private final SessionOptions options;
  private final MqttAsyncClient client;

  Mqtt5Session(SessionOptions options, MqttEvents events) throws MqttFailure {
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
      IMqttToken token = client.connect(connectOptions());
      token.waitForCompletion(options.timeout().toMillis());
      Integer allowed = token.getResponseProperties().getReceiveMaximum();
      return allowed == null ? MAX_UNDER_WAY : allowed;
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  /** With the files and the password read now. */
  private MqttConnectionOptions connectOptions() {
    MqttConnectionOptions connect = new MqttConnectionOptions();
    connect.setCleanStart(options.kept().isEmpty());
    options.kept().map(Duration::toSeconds).ifPresent(connect::setSessionExpiryInterval);
    connect.setAutomaticReconnect(false);
    connect.setConnectionTimeout(options.timeoutS());
    connect.setKeepAliveInterval(options.keepAliveS());
    connect.setMaximumPacketSize(options.maxPacketBytes());
    connect.setSocketFactory(MqttSockets.of(options.broker(), options.security()));
    options.security().credentials().ifPresent(credentials -> show(credentials, connect));
    options
        .will()
        .ifPresent(will -> connect.setWill(will.topic(), message(will.payload(), QOS, true)));
    if (options.will().isPresent() && options.kept().isPresent()) {
      connect.setWillMessageProperties(new MqttProperties());
      connect.getWillMessageProperties().setWillDelayInterval(WILL_DELAY_S);
    }
    return connect;
  }

  private static void show(Credentials credentials, MqttConnectionOptions connect) {
    var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(credentials.password().read()));
    byte[] password = new byte[encoded.remaining()];
    encoded.get(password);
    connect.setUserName(credentials.user());
    connect.setPassword(password);
  }

  private static MqttMessage message(byte[] payload, int qos, boolean retained) {
    MqttMessage message = new MqttMessage(payload);
    message.setQos(qos);
    message.setRetained(retained);
    return message;
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
        code == MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED
            || code == MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD);
  }

  private record Told(Outcome outcome) implements MqttActionListener {
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
  record Callback(MqttEvents events, IntConsumer acknowledge) implements MqttCallback {
    @Override
    public void disconnected(MqttDisconnectResponse response) {
      events.disconnected();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      int id = message.getId();
      events.arrived(topic, message.getPayload(), () -> acknowledge.accept(id));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      LOG.warn("MQTT: {}", exception.getMessage());
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String uri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
