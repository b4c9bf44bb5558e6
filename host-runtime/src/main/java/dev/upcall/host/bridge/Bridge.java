package dev.upcall.host.bridge;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Foreign;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.WireError;
import dev.upcall.host.BoundedMap;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.security.Credentials;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.transport.MessageListener;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.SerialSeals;
import dev.upcall.host.transport.SerialSettings;
import dev.upcall.host.transport.Transport;
import dev.upcall.host.transport.Transports;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes devices on wires devices on a broker: each with its own connection there, its own topics,
 * birth and last will, so that any gateway serves it as one that speaks MQTT itself. Messages pass
 * whole and unchanged. The bridge acknowledges a device's frames, which says that they arrived
 * here, and nothing else: that a sample may be forgotten is the host's to say, so that a device
 * asks again for whatever was lost with a bridge or on its way.
 */
public final class Bridge implements MessageListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
  private static final long LOOK_MS = 500;

  /** Looks after which a device without a wire gives up its connection to the broker. */
  private static final int PATIENCE_LOOKS = 120;

  private static final int MAX_REMEMBERED = 1000;

  /** How long the end waits for the broker to hear of it, for all devices together. */
  private static final long END_MS = 10_000;

  private final MqttOptions options;
  private final Transports lines = new Transports(this);
  private final ScheduledThreadPoolExecutor timer = DaemonThreads.scheduler("bridge");
  private final BridgedDevice.Counters counters = new BridgedDevice.Counters();
  private final Map<String, BridgedDevice> devices = new HashMap<>();
  private final Map<Connection, BridgedDevice> byWire = new HashMap<>();
  private final Set<Connection> newNames = new HashSet<>();

  /** Births that name a device of another wire; it says no other before it is asked. */
  private final Map<Connection, Birth> waiting = new HashMap<>();

  private final ThreadFactory closers = DaemonThreads.named("bridge end");
  private final Map<String, Boolean> told =
      Collections.synchronizedMap(BoundedMap.forgettingOldest(MAX_REMEMBERED));
  private long seen;
  private long refused;

  /**
   * A bridge without wires.
   *
   * @param options of the broker; each device is a client of its own there, whose id is the user,
   *     or {@code upcall}, and the device's name
   */
  public Bridge(MqttOptions options) {
    this(options, SerialSeals.NONE);
  }

  /**
   * The same where devices prove who they are.
   *
   * @param seals are opened here: at the broker TLS does what they do on a wire
   */
  public Bridge(MqttOptions options, SerialSeals seals) {
    this.options = options;
    lines.seals(seals);
    timer.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Opens a port, or those of a pattern, with their devices.
   *
   * @throws UpcallException UP3020 or UP3021 if a port cannot be opened
   */
  public Transport serial(SerialSettings port) {
    return lines.serial(port.port(), port.baud());
  }

  /** Any other way to devices; taken over: closed with the bridge. */
  public Transport attach(Transport transport) {
    return lines.attach(transport);
  }

  @Override
  public void received(Connection from, Message message) {
    BridgedDevice device;
    boolean strange = message instanceof Foreign foreign && isStrange(foreign);
    synchronized (this) {
      if (message instanceof Birth birth) {
        announce(from, birth);
        return;
      }
      device = byWire.get(from);
      if (strange && ((Foreign) message).isBirth()) {
        refused++;
        byWire.remove(from);
        device = null;
      } else if (device != null && device.number() != message.header().device()) {
        // Another board has taken its place, and its birth is still to come.
        device = null;
      }
    }
    if (device != null) {
      device.up(message);
      return;
    }
    // It says who it is when it is asked, and then asks again for what is open.
    counters.dropped.increment();
    if (strange) {
      turnAway(from, (Foreign) message);
    }
  }

  /** Of a device whose birth cannot be read here either. */
  private static boolean isStrange(Foreign foreign) {
    return foreign.isBirth() || foreign.error() == WireError.VERSION;
  }

  /** It has no topics. It is told, so that it does not wait for answers. */
  private void turnAway(Connection from, Foreign foreign) {
    if (told.putIfAbsent(from.name() + " " + foreign.reason().code().id(), true) == null) {
      LOG.warn("{}: {}; further ones are only counted", from.name(), foreign.reason());
    }
    if (!foreign.isReply() && !from.send(foreign.refusal())) {
      LOG.debug("{}: no room for a refusal", from.name());
    }
  }

  private void announce(Connection from, Birth birth) {
    waiting.remove(from);
    BridgedDevice before = byWire.get(from);
    if (before != null && !before.name().equals(birth.name())) {
      LOG.info("{}: {} is here instead of {}", from.name(), birth.name(), before.name());
      release(before);
    }
    BridgedDevice device = devices.get(birth.name());
    if (device != null && device.wire() != from && device.wire().isOpen()) {
      // Or the device has moved, and its former port has not been missed yet.
      waiting.put(from, birth);
      refuse(from, birth, "a device of that name is on " + device.wire().name());
      return;
    }
    if (device == null && !newNames.add(from)) {
      refuse(from, birth, "names change faster than devices can");
      return;
    }
    if (device == null) {
      try {
        String id = options.security().credentials().map(Credentials::user).orElse("upcall");
        MqttOptions own = options.withClient(id + "-" + birth.name()).keepingSession();
        device = new BridgedDevice(own, birth, from, counters);
      } catch (UpcallException e) {
        refuse(from, birth, e.getMessage());
        return;
      }
      devices.put(birth.name(), device);
      seen++;
      LOG.info("{}: {} is at {} now", from.name(), birth.name(), options.brokers());
    }
    if (device.wire() != from) {
      LOG.info(
          "{}: {} is here now, and was on {}", from.name(), birth.name(), device.wire().name());
    }
    byWire.remove(device.wire(), device);
    byWire.put(from, device);
    device.announce(birth, from);
  }

  private void refuse(Connection from, Birth birth, String why) {
    refused++;
    byWire.remove(from);
    if (told.putIfAbsent(from.name() + " " + birth.name(), true) == null) {
      LOG.warn("{}: \"{}\" is not bridged: {}", from.name(), birth.name(), why);
    }
  }

  private void release(BridgedDevice device) {
    byWire.remove(device.wire(), device);
    devices.remove(device.name(), device);
    end(device);
  }

  /** It may be connecting, which takes a while; nobody waits for that here. */
  private Thread end(BridgedDevice device) {
    Thread closer = closers.newThread(device::close);
    closer.start();
    return closer;
  }

  private synchronized void look() {
    newNames.clear();
    for (Iterator<BridgedDevice> all = devices.values().iterator(); all.hasNext(); ) {
      BridgedDevice device = all.next();
      if (device.look() > PATIENCE_LOOKS) {
        LOG.info("{} has been away for long; its connection is closed", device.name());
        byWire.remove(device.wire(), device);
        all.remove();
        end(device);
      }
    }
    waiting.keySet().removeIf(from -> !from.isOpen());
    for (Map.Entry<Connection, Birth> one : List.copyOf(waiting.entrySet())) {
      BridgedDevice holder = devices.get(one.getValue().name());
      if (holder == null || !holder.wire().isOpen()) {
        announce(one.getKey(), one.getValue());
      }
    }
  }

  /** What happened so far. */
  public synchronized BridgeCount count() {
    return new BridgeCount(
        seen,
        counters.up.sum(),
        counters.down.sum(),
        counters.dropped.sum(),
        counters.malformed.sum(),
        refused);
  }

  /** Closes wires and connections; the broker says that the devices are offline. */
  @Override
  public void close() {
    close(END_MS);
  }

  /** The same with another bound on the wait for the broker, which may be dead. */
  void close(long waitMs) {
    lines.close();
    timer.shutdown();
    List<BridgedDevice> last;
    synchronized (this) {
      last = new ArrayList<>(devices.values());
      devices.clear();
      byWire.clear();
      waiting.clear();
    }
    List<Thread> ends = last.stream().map(this::end).toList();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    try {
      for (Thread one : ends) {
        TimeUnit.NANOSECONDS.timedJoin(one, deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
