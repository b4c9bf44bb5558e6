package dev.upcall.host.transport;

import java.util.function.Consumer;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MQTT 5 with Paho. */
final class Mqtt5Session extends MqttSession {
  private static final Logger LOG = LoggerFactory.getLogger(Mqtt5Session.class);
  private static final long MAX_PACKET_BYTES = 1 << 20;

  private final MqttAsyncClient client;

  private Mqtt5Session(MqttAsyncClient client, int limit) {
    super(limit);
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
      return open(client, options, topics);
    } catch (MqttException | RuntimeException e) {
      release(client);
      throw Mqtt5Connect.failure(e);
    }
  }

  private static MqttSession open(MqttAsyncClient client, MqttOptions options, MqttTopics topics)
      throws MqttException {
    long timeout = options.connectTimeout().toMillis();
    IMqttToken token = client.connect(connectOptions(options));
    token.waitForCompletion(timeout);
    Integer allowed = token.getResponseProperties().getReceiveMaximum();
    // Paho gives a slot back a little after it reports the delivery: never use the last quarter.
    int limit = allowed == null ? MAX_UNDER_WAY : Math.max(1, allowed - allowed / 4);
    String up = topics.filter("up");
    String shared = options.shareGroup().map(group -> "$share/" + group + "/" + up).orElse(up);
    IMqttToken subscribed =
        client.subscribe(new String[] {shared, topics.filter("birth")}, new int[] {QOS, QOS});
    subscribed.waitForCompletion(timeout);
    Mqtt5Connect.requireGranted(subscribed);
    return new Mqtt5Session(client, limit);
  }

  private static MqttConnectionOptions connectOptions(MqttOptions options) {
    MqttConnectionOptions connect =
        Mqtt5Connect.options(options.broker(), options.security(), options.connectTimeout());
    connect.setCleanStart(!options.keepsSession());
    if (options.keepsSession()) {
      connect.setSessionExpiryInterval(MqttOptions.SESSION_EXPIRY.toSeconds());
    }
    connect.setKeepAliveInterval(KEEP_ALIVE_S);
    connect.setMaximumPacketSize(MAX_PACKET_BYTES);
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
          client.disconnectForcibly(0, 500, true);
        }
        client.close(true);
      }
    } catch (MqttException e) {
      LOG.debug("while closing: {}", e.getMessage());
    }
  }

  private record Done(Consumer<Boolean> done) implements MqttActionListener {
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
  record Callback(MqttEvents events) implements MqttCallback {
    @Override
    public void disconnected(MqttDisconnectResponse response) {
      events.disconnected();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      events.arrived(topic, message.getPayload());
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
