package dev.upcall.host.transport;

import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.host.security.BrokerAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A device's own place at a broker: what it says is published on its topics, what is published for
 * it is handed over, and acknowledged to the broker when the device has it. Each new connection
 * begins with the device's birth and state, both retained; the state is <i>offline</i> by last will
 * when the connection ends.
 */
public final class MqttDeviceLink implements AutoCloseable {
  private static final byte[] ONLINE = "online".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OFFLINE = "offline".getBytes(StandardCharsets.UTF_8);

  /** Messages that may wait for the broker: a device has few upcalls open, and asks again. */
  private static final int MAX_WAITING = 64;

  private static final long FIRST_RETRY_MS = 100;
  private static final long MAX_RETRY_MS = 10_000;

  private final MqttOptions options;
  private final MqttTopics topics;
  private final String device;
  private final BiConsumer<byte[], Runnable> down;
  private final LastingConnection connection;
  private final MqttOutbox outbox;
  private final LongAdder bytes = new LongAdder();
  private volatile byte[] birth;
  private volatile boolean online;

  /**
   * A device that is not connected yet.
   *
   * @param options with a client id for this device alone
   * @param device its name in topics
   * @param down told what is published for it, and what to do when the device has it; on Paho's
   *     thread: it must return at once
   * @param worker a single-threaded executor of its own: connecting blocks it; not shut down here
   * @param random spreads reconnections
   * @throws dev.upcall.core.diagnostic.UpcallException UP3024 for a name that is none
   */
  public MqttDeviceLink(
      MqttOptions options,
      String device,
      BiConsumer<byte[], Runnable> down,
      ScheduledExecutorService worker,
      RandomGenerator random) {
    this(options, device, down, worker, random, MAX_WAITING);
  }

  /**
   * The same with room for more than a device has under way.
   *
   * @param maxWaiting messages that may wait for the broker
   */
  public MqttDeviceLink(
      MqttOptions options,
      String device,
      BiConsumer<byte[], Runnable> down,
      ScheduledExecutorService worker,
      RandomGenerator random,
      int maxWaiting) {
    MqttTopics.requireName(device);
    this.options = options;
    this.topics = new MqttTopics(options.site());
    this.device = device;
    this.down = down;
    this.connection =
        new LastingConnection(
            "device " + device,
            options.brokers(),
            worker,
            new Backoff(FIRST_RETRY_MS, MAX_RETRY_MS, random),
            new Owner());
    this.outbox = new MqttOutbox(connection, maxWaiting);
  }

  private final class Owner implements LastingConnection.Owner {
    @Override
    public MqttSession open(BrokerAddress at, Consumer<MqttSession> lost) throws MqttFailure {
      SessionOptions.Will will = new SessionOptions.Will(topics.of(device, "state"), OFFLINE);
      return MqttSession.open(
          options.version(),
          options.session(at).leaving(will).acknowledgedByOwner(),
          List.of(topics.down(device)),
          (topic, payload, taken) -> down.accept(payload, () -> connection.execute(taken)),
          lost);
    }

    @Override
    public void connected() {
      outbox.first(greeting());
    }

    @Override
    public void disconnected() {
      // What is not acknowledged comes again, both ways.
    }
  }

  /** Begins to connect, and does so until it is closed. Never blocks. */
  public void begin() {
    connection.begin();
  }

  /** Says who the device is, now and on each new connection; it is online from here on. */
  public void announce(Birth who) {
    birth = MessageCodec.encode(who);
    online = true;
    greet();
  }

  /** Says whether the device can be reached. */
  public void online(boolean reachable) {
    if (online != reachable) {
      online = reachable;
      greet();
    }
  }

  /**
   * Publishes what the device says to the tier above. Never blocks.
   *
   * @return false if it was dropped, because too much waits for the broker
   */
  public boolean up(Message message) {
    return outbox.submit(outgoing("up", MessageCodec.encode(message), false));
  }

  /** Whether the broker is there, as far as is known; else what is published waits for it. */
  public boolean isUp() {
    return connection.session() != null;
  }

  /** Messages that were not sent. */
  public long dropped() {
    return outbox.dropped();
  }

  /** Says what the next connection would begin with; nothing while there is none. */
  private void greet() {
    connection.execute(
        () -> {
          if (connection.session() != null) {
            outbox.first(greeting());
          }
        });
  }

  private List<MqttOutbox.Outgoing> greeting() {
    List<MqttOutbox.Outgoing> words = new ArrayList<>();
    byte[] who = birth;
    if (who != null) {
      words.add(outgoing("birth", who, true));
    }
    words.add(outgoing("state", online ? ONLINE : OFFLINE, true));
    return words;
  }

  private MqttOutbox.Outgoing outgoing(String channel, byte[] payload, boolean retained) {
    return new MqttOutbox.Outgoing(topics.of(device, channel), payload, retained, bytes);
  }

  /** Ends the connection, and with it the device is offline. */
  @Override
  public void close() {
    connection.close();
  }
}
