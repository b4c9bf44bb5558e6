package dev.upcall.host.transport;

import java.util.function.BiConsumer;
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

/**
 * One connection to a broker, from CONNECT to its loss; Paho, with its traps kept in here. Owned by
 * one thread; {@link Consumer}s are called on Paho's.
 */
final class MqttSession {
  private static final Logger LOG = LoggerFactory.getLogger(MqttSession.class);
  private static final int QOS = 1;
  private static final int KEEP_ALIVE_S = 30;
  private static final long MAX_PACKET_BYTES = 1 << 20;

  /** Publishes under way at a time, where the broker allows as many. */
  private static final int MAX_UNDER_WAY = 256;

  /** Type, flags and packet id of a PUBLISH, its empty properties, and the topic's length field. */
  private static final int PUBLISH_OVERHEAD = 1 + 2 + 1 + 2;

  private final MqttAsyncClient client;
  private final int limit;
  private int underWay;

  private MqttSession(MqttAsyncClient client, int limit) {
    this.client = client;
    this.limit = limit;
  }

  /**
   * Connects and subscribes; blocks for at most the connection time-out each.
   *
   * @param arrived told topic and payload
   * @param lost told once when the connection breaks later
   */
  static MqttSession open(
      MqttOptions options,
      MqttTopics topics,
      BiConsumer<String, byte[]> arrived,
      Consumer<MqttSession> lost)
      throws MqttException {
    MqttAsyncClient client =
        new MqttAsyncClient(options.broker(), options.clientId(), new MemoryPersistence());
    long timeout = options.connectTimeout().toMillis();
    try {
      Callback callback = new Callback(arrived, lost);
      client.setCallback(callback);
      IMqttToken token = client.connect(connectOptions(options));
      token.waitForCompletion(timeout);
      Integer allowed = token.getResponseProperties().getReceiveMaximum();
      // Paho gives a slot back a little after it reports the delivery: never use the last quarter.
      int limit = allowed == null ? MAX_UNDER_WAY : Math.max(1, allowed - allowed / 4);
      MqttSession session = new MqttSession(client, Math.min(limit, MAX_UNDER_WAY));
      String up = topics.filter("up");
      String shared = options.shareGroup().map(group -> "$share/" + group + "/" + up).orElse(up);
      client
          .subscribe(new String[] {shared, topics.filter("birth")}, new int[] {QOS, QOS})
          .waitForCompletion(timeout);
      callback.established(session);
      return session;
    } catch (MqttException | RuntimeException e) {
      release(client);
      throw e;
    }
  }

  private static MqttConnectionOptions connectOptions(MqttOptions options) {
    MqttConnectionOptions connect = new MqttConnectionOptions();
    connect.setCleanStart(true);
    connect.setAutomaticReconnect(false);
    connect.setKeepAliveInterval(KEEP_ALIVE_S);
    connect.setConnectionTimeout((int) Math.max(1, options.connectTimeout().toSeconds()));
    connect.setMaximumPacketSize(MAX_PACKET_BYTES);
    connect.setSocketFactory(new NoDelaySocketFactory());
    return connect;
  }

  /** Whether the broker takes one more publish before it has acknowledged those under way. */
  boolean mayPublish() {
    return underWay < limit;
  }

  /**
   * Publishes.
   *
   * @param done told on Paho's thread whether the broker has it; then {@link #release()} is due
   * @return false if the connection is gone, and nothing was sent
   */
  boolean publish(String topic, byte[] payload, Consumer<Boolean> done) {
    try {
      client.publish(topic, payload, QOS, false, null, new Done(done));
      underWay++;
      return true;
    } catch (MqttException e) {
      LOG.debug("publish refused: {}", e.getMessage());
      return false;
    }
  }

  /** Takes note that one publish is through. */
  void release() {
    underWay--;
  }

  /** Size of a PUBLISH at QoS 1 without properties, MQTT 5 section 3.3. */
  static int packetBytes(String topic, byte[] payload) {
    int remaining = PUBLISH_OVERHEAD - 1 + topic.length() + payload.length;
    int lengthField = remaining < 128 ? 1 : remaining < 16_384 ? 2 : remaining < 2_097_152 ? 3 : 4;
    return 1 + lengthField + remaining;
  }

  void close() {
    release(client);
  }

  private static void release(MqttAsyncClient client) {
    try {
      if (client.isConnected()) {
        client.disconnectForcibly(0, 500, true);
      }
      client.close(true);
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
  static final class Callback implements MqttCallback {
    private final BiConsumer<String, byte[]> arrived;
    private final Consumer<MqttSession> lost;
    private MqttSession session;
    private boolean gone;

    Callback(BiConsumer<String, byte[]> arrived, Consumer<MqttSession> lost) {
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

    @Override
    public synchronized void disconnected(MqttDisconnectResponse response) {
      if (!gone && session != null) {
        lost.accept(session);
      }
      gone = true;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      arrived.accept(topic, message.getPayload());
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
