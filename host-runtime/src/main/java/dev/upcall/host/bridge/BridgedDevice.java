package dev.upcall.host.bridge;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.transport.MqttDeviceLink;
import dev.upcall.host.transport.MqttOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One device on a wire with its own place at the broker. The bridge's lock guards it. */
final class BridgedDevice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BridgedDevice.class);

  /** What the broker may have sent without the device having it; more would pile up behind it. */
  private static final int MAX_PENDING = 256;

  /** What all devices of a bridge count together. */
  static final class Counters {
    final LongAdder up = new LongAdder();
    final LongAdder down = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder malformed = new LongAdder();
  }

  private final String name;
  private final Counters counters;
  private final ScheduledThreadPoolExecutor worker;
  private final MqttDeviceLink link;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private volatile Connection wire;
  private int number;
  private int looksWithoutWire;
  private boolean malformedSeen;

  /**
   * A message on its way to the device.
   *
   * @param taken to be called when the broker need not keep it any more
   */
  private record Pending(Message message, Runnable taken) {}

  /**
   * A device that begins to connect to the broker.
   *
   * @param options of the broker, with a client id for this device alone
   * @param birth what it said of itself
   */
  BridgedDevice(MqttOptions options, Birth birth, Connection wire, Counters counters) {
    this.name = birth.name();
    this.number = birth.header().device();
    this.wire = wire;
    this.counters = counters;
    this.worker = DaemonThreads.scheduler("bridge " + name);
    this.link = new MqttDeviceLink(options, name, this::down, worker, RandomGenerator.getDefault());
    link.begin();
  }

  String name() {
    return name;
  }

  /** The number of its last birth; a board may come back with another. */
  int number() {
    return number;
  }

  Connection wire() {
    return wire;
  }

  /** It has said who it is, on this wire; what it has not got yet is sent once more. */
  void announce(Birth birth, Connection from) {
    wire = from;
    number = birth.header().device();
    looksWithoutWire = 0;
    link.announce(birth);
    List<Pending> again;
    synchronized (pending) {
      again = List.copyOf(pending);
    }
    for (Pending one : again) {
      if (one.message().header().boot() == birth.header().boot()) {
        pass(one);
      } else {
        settle(one);
      }
    }
  }

  /** Passes on what it says to the tier above. */
  void up(Message message) {
    (link.up(message) ? counters.up : counters.dropped).increment();
  }

  /**
   * Looks whether its wire is there, and tells the broker.
   *
   * @return for how many looks in a row it was not
   */
  int look() {
    boolean open = wire.isOpen();
    looksWithoutWire = open ? 0 : looksWithoutWire + 1;
    // When it comes back the device has to say who it is, and is online again with that.
    if (!open) {
      link.online(false);
    }
    return looksWithoutWire;
  }

  /** Paho's thread: something for the device. */
  private void down(byte[] payload, Runnable taken) {
    Message message;
    try {
      message = MessageCodec.read(payload);
    } catch (UpcallException e) {
      taken.run();
      counters.malformed.increment();
      if (!malformedSeen) {
        malformedSeen = true;
        LOG.warn(
            "a publish for {} is no message: {}; further ones are only counted",
            name,
            e.getMessage());
      }
      return;
    }
    Pending next = new Pending(message, taken);
    synchronized (pending) {
      if (pending.size() >= MAX_PENDING) {
        counters.dropped.increment();
        taken.run();
        return;
      }
      pending.addLast(next);
    }
    counters.down.increment();
    pass(next);
  }

  /**
   * Sends it; if the wire has no room, or is lost under it, it is sent again with the next birth.
   */
  private void pass(Pending one) {
    wire.send(one.message(), () -> settle(one));
  }

  private void settle(Pending one) {
    boolean first;
    synchronized (pending) {
      first = pending.removeIf(other -> other == one);
    }
    if (first) {
      one.taken().run();
    }
  }

  @Override
  public void close() {
    link.close();
    worker.shutdownNow();
  }
}
