package dev.upcall.host.transport;

import java.util.Arrays;
import java.util.Collection;
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

/** One connection of a bus, from CONNECT to its loss. Owned by the bus's worker. */
final class BusSession implements MqttCallback {
  private static final Logger LOG = LoggerFactory.getLogger(BusSession.class);
  private static final int QOS = 1;
  private static final int KEEP_ALIVE_S = 5;
  private static final long MAX_PACKET_BYTES = 32L << 20;

  private final MqttAsyncClient client;
  private final boolean hasWill;
  private final BusListener listener;
  private final Consumer<BusSession> lost;

  private BusSession(
      MqttAsyncClient client, boolean hasWill, BusListener listener, Consumer<BusSession> lost) {
    this.client = client;
    this.hasWill = hasWill;
    this.listener = listener;
    this.lost = lost;
  }

  /**
   * Connects and subscribes; blocks for at most the connection time-out, for each.
   *
   * @param filters what it reads, which the broker has to grant
   * @param lost told when the connection breaks later, on Paho's thread
   */
  static BusSession open(
      BusOptions options,
      Collection<String> filters,
      BusListener listener,
      Consumer<BusSession> lost)
      throws MqttFailure {
    MqttAsyncClient client = client(options);
    BusSession session = new BusSession(client, options.will().isPresent(), listener, lost);
    try {
      client.setCallback(session);
      client
          .connect(connectOptions(options))
          .waitForCompletion(options.connectTimeout().toMillis());
      if (!filters.isEmpty()) {
        String[] all = filters.toArray(String[]::new);
        int[] qos = new int[all.length];
        Arrays.fill(qos, QOS);
        IMqttToken subscribed = client.subscribe(all, qos);
        subscribed.waitForCompletion(options.connectTimeout().toMillis());
        Mqtt5Connect.requireGranted(subscribed);
      }
      return session;
    } catch (MqttException e) {
      session.close();
      throw Mqtt5Connect.failure(e);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static MqttAsyncClient client(BusOptions options) throws MqttFailure {
    try {
      return new MqttAsyncClient(
          options.broker().toString(), options.clientId(), new MemoryPersistence());
    } catch (MqttException e) {
      throw Mqtt5Connect.failure(e);
    }
  }

  private static MqttConnectionOptions connectOptions(BusOptions options) {
    MqttConnectionOptions connect =
        Mqtt5Connect.options(options.broker(), options.security(), options.connectTimeout());
    connect.setKeepAliveInterval(KEEP_ALIVE_S);
    connect.setMaximumPacketSize(MAX_PACKET_BYTES);
    // An empty retained message deletes the one before, and is told to those who listen now.
    options.will().ifPresent(topic -> connect.setWill(topic, message(new byte[0], true)));
    return connect;
  }

  private static MqttMessage message(byte[] payload, boolean retained) {
    MqttMessage message = new MqttMessage(payload);
    message.setQos(retained ? 1 : 0);
    message.setRetained(retained);
    return message;
  }

  /** Never blocks: that it may not be read is said in the log. */
  void subscribe(String filter) {
    try {
      client.subscribe(filter, QOS, null, new Granted(filter));
    } catch (MqttException e) {
      LOG.debug("subscription refused: {}", e.getMessage());
    }
  }

  private record Granted(String filter) implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      try {
        Mqtt5Connect.requireGranted(token);
      } catch (MqttException e) {
        onFailure(token, e);
      }
    }

    @Override
    public void onFailure(IMqttToken token, Throwable reason) {
      LOG.warn("the broker does not let {} be read: {}", filter, String.valueOf(reason));
    }
  }

  /** False if the connection is gone, or so slow that more is under way than it may. */
  boolean publish(String topic, byte[] payload, boolean retained) {
    try {
      client.publish(topic, message(payload, retained));
      return true;
    } catch (MqttException e) {
      LOG.debug("publish refused: {}", e.getMessage());
      return false;
    }
  }

  /** Ends the connection; where there is a will, without a word, so that it is carried out. */
  void close() {
    try {
      if (client.isConnected()) {
        client.disconnectForcibly(0, 500, !hasWill);
      }
      client.close(true);
    } catch (MqttException e) {
      LOG.debug("while closing: {}", e.getMessage());
    }
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    lost.accept(this);
  }

  /** Nothing thrown may reach Paho, which would hang up. */
  @Override
  public void messageArrived(String topic, MqttMessage message) {
    try {
      listener.arrived(topic, message.getPayload());
    } catch (RuntimeException e) {
      LOG.error("a message could not be handed over", e);
    }
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
