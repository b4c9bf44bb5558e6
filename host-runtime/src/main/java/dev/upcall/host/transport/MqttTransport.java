package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.host.BoundedMap;
import dev.upcall.host.security.BrokerAddress;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices of one site, through an MQTT broker. One publish is one message, at QoS 1; answers go
 * to the {@code down} topic of the device whose topic the upcall came on, whatever response topic
 * it may name, so that no device can have them sent elsewhere.
 *
 * <p>Paho's threads only decode and hand over. Connecting and publishing happen on the worker,
 * which owns all state but the counters: it keeps no more publishes unacknowledged than the broker
 * allows, and comes back after a loss.
 */
public final class MqttTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(MqttTransport.class);

  /** Messages that may wait for the broker, beyond which new ones are dropped. */
  private static final int MAX_WAITING = 4096;

  /** Devices whose connection is remembered; of more, the longest silent is forgotten. */
  private static final int MAX_DEVICES = 10_000;

  private static final int MAX_NUMBERS = 100_000;

  private static final long FIRST_RETRY_MS = 100;
  private static final long MAX_RETRY_MS = 10_000;

  private final MqttOptions options;
  private final MqttTopics topics;
  private final LastingConnection connection;
  private final MqttOutbox outbox;
  private final Map<String, DeviceConnection> devices;
  private final DeviceNumbers numbers = new DeviceNumbers(MAX_NUMBERS);
  private MessageListener listener;

  /**
   * A transport that is not connected yet.
   *
   * @param worker a single-threaded executor of its own: connecting blocks it; not shut down here
   * @param random spreads reconnections
   */
  public MqttTransport(
      MqttOptions options, ScheduledExecutorService worker, RandomGenerator random) {
    this.options = options;
    this.topics = new MqttTopics(options.site());
    this.devices = BoundedMap.forgettingUnused(MAX_DEVICES);
    this.connection =
        new LastingConnection(
            name(),
            options.brokers(),
            worker,
            new Backoff(FIRST_RETRY_MS, MAX_RETRY_MS, random),
            new Owner());
    this.outbox = new MqttOutbox(connection, MAX_WAITING);
  }

  @Override
  public String name() {
    return "mqtt " + options.brokers() + " site " + options.site();
  }

  @Override
  public void start(MessageListener newListener) {
    listener = newListener;
    try {
      connection.start();
    } catch (MqttFailure e) {
      throw e.error(options.brokers(), options.clientId(), options.version());
    }
  }

  @Override
  public boolean isUp() {
    return connection.session() != null;
  }

  /** Those unsent of whom too many waited, or whom the broker took in no try. */
  @Override
  public Losses losses() {
    return new Losses(outbox.dropped(), Map.of());
  }

  private final class Owner implements LastingConnection.Owner {
    @Override
    public MqttSession open(BrokerAddress at, Consumer<MqttSession> lost) throws MqttFailure {
      return MqttSession.open(
          options.version(),
          options.session(at),
          topics.filters(options.shareGroup()),
          MqttArrival.of(MqttTransport.this::arrived),
          lost);
    }

    @Override
    public void connected() {
      outbox.drain();
    }

    @Override
    public void disconnected() {
      // What was under way waits again, and so does what comes now.
    }
  }

  /** Paho's thread: a publish from a device. Nothing thrown may reach Paho, which would hang up. */
  private void arrived(String topic, byte[] payload) {
    var parsed = topics.parse(topic);
    if (parsed.isEmpty()) {
      LOG.debug("{}: unexpected topic", name());
      return;
    }
    DeviceConnection from = connection(parsed.get().device());
    from.in.add(MqttSession.packetBytes(topic, payload));
    try {
      Message message;
      try {
        message = MessageCodec.read(payload);
      } catch (UpcallException e) {
        listener.malformed(from, e);
        return;
      }
      try {
        numbers.require(parsed.get().device(), message.header().device());
      } catch (UpcallException e) {
        listener.impostor(from, message, e);
        return;
      }
      listener.received(from, message);
    } catch (RuntimeException e) {
      LOG.error("{}: a message from {} could not be handed over", name(), from.name(), e);
    }
  }

  private DeviceConnection connection(String device) {
    synchronized (devices) {
      return devices.computeIfAbsent(device, DeviceConnection::new);
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  private final class DeviceConnection implements Connection {
    private final String device;
    private final String down;
    private final LongAdder in = new LongAdder();
    private final LongAdder out = new LongAdder();

    DeviceConnection(String device) {
      this.device = device;
      this.down = topics.down(device);
    }

    @Override
    public String name() {
      return "mqtt " + options.site() + "/" + device;
    }

    @Override
    public boolean send(Message message) {
      return outbox.submit(new MqttOutbox.Outgoing(down, MessageCodec.encode(message), false, out));
    }

    @Override
    public long bytesIn() {
      return in.sum();
    }

    @Override
    public long bytesOut() {
      return out.sum();
    }
  }
}
