package dev.upcall.host.push;

import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageType;
import dev.upcall.host.push.Pushed.State;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.transport.MessageListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Pushes parameters to devices as they announce themselves, signed for each, until each has said
 * what it made of them. Learns of devices as a listener of transports; a device of another ensemble
 * is never sent any.
 *
 * <p>What is not answered is sent again: the device tells a message that it has taken already from
 * one that is too old.
 */
public final class Pusher implements MessageListener {
  /** Devices remembered; beyond that new ones are not pushed to. */
  private static final int MAX_DEVICES = 20_000;

  private final Push push;
  private final DeviceKeys keys;
  private final BiPredicate<Birth, Push> wanted;
  private final Duration pause;
  private final ScheduledExecutorService timer;
  private final Consumer<Pushed> news;
  private final Object lock = new Object();
  private final Map<Integer, Device> devices = new LinkedHashMap<>();
  private boolean stopped;

  /** A device, with what was sent to it last. */
  private static final class Device {
    private Connection connection;
    private Birth birth;
    private int attempts;
    private Pushed pushed;
  }

  /**
   * A pusher that knows no device yet.
   *
   * @param wanted devices that are to be considered at all
   * @param pause until what was not answered is sent again
   * @param timer for that, not shut down here
   * @param news told whenever it stands otherwise with a device, on the transports' threads
   */
  public Pusher(
      Push push,
      DeviceKeys keys,
      BiPredicate<Birth, Push> wanted,
      Duration pause,
      ScheduledExecutorService timer,
      Consumer<Pushed> news) {
    this.push = push;
    this.keys = keys;
    this.wanted = wanted;
    this.pause = pause;
    this.timer = timer;
    this.news = news;
  }

  /** How it stands with each device that announced itself and is wanted, in that order. */
  public List<Pushed> pushed() {
    synchronized (lock) {
      return devices.values().stream().map(device -> device.pushed).toList();
    }
  }

  /**
   * Waits until that holds for how it stands, or the time is up.
   *
   * @return whether it holds
   */
  public boolean await(Predicate<List<Pushed>> done, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (lock) {
      while (!done.test(pushed())) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
      return true;
    }
  }

  /** Sends nothing more: there are newer values. */
  public void stop() {
    synchronized (lock) {
      stopped = true;
    }
  }

  @Override
  public void received(Connection from, Message message) {
    if (message instanceof Birth birth && wanted.test(birth, push)) {
      born(from, birth);
    } else if (message instanceof Ack ack && ack.of() == MessageType.PARAMETERS.id()) {
      acknowledged(ack);
    }
  }

  /** A device, perhaps again: a start of it that has taken nothing yet is sent it once more. */
  private void born(Connection from, Birth birth) {
    synchronized (lock) {
      Device known = devices.get(birth.header().device());
      if (known == null && devices.size() >= MAX_DEVICES) {
        return;
      }
      if (known != null && known.birth.header().boot() == birth.header().boot()) {
        known.connection = from;
        return;
      }
      Device device = known == null ? new Device() : known;
      device.connection = from;
      device.birth = birth;
      devices.put(birth.header().device(), device);
      State state = unfit(birth).orElse(State.OPEN);
      stands(device, state, Optional.empty());
      if (state == State.OPEN) {
        send(device);
      }
    }
  }

  private Optional<State> unfit(Birth birth) {
    if (!birth.signature().equals(push.signature())) {
      return Optional.of(State.OTHER_FIRMWARE);
    }
    if (!birth.can(Birth.TAKES_PARAMETERS)) {
      return Optional.of(State.FIXED);
    }
    return keys.of(birth.name()).isEmpty() ? Optional.of(State.NO_KEY) : Optional.empty();
  }

  private void send(Device device) {
    byte[] key = keys.of(device.birth.name()).orElseThrow();
    device.connection.send(push.message(device.birth, key, device.attempts++));
    repeatUnanswered(device);
  }

  private void repeatUnanswered(Device device) {
    Birth birth = device.birth;
    timer.schedule(
        () -> {
          synchronized (lock) {
            if (!stopped && device.birth == birth && device.pushed.state() == State.OPEN) {
              send(device);
            }
          }
        },
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private void acknowledged(Ack ack) {
    synchronized (lock) {
      Device device = devices.get(ack.header().device());
      if (device == null
          || ack.header().sequence() != (int) push.version()
          || ack.header().boot() != device.birth.header().boot()) {
        return;
      }
      switch (ack.code()) {
        case STORED -> stands(device, State.TAKEN, Optional.of(ack.code()));
        case ROLLED_BACK -> stands(device, State.ROLLED_BACK, Optional.of(ack.code()));
        case BUSY -> {
          // It is sent again after the pause.
        }
        default -> {
          if (device.pushed.state() == State.OPEN) {
            stands(device, State.REFUSED, Optional.of(ack.code()));
          }
        }
      }
    }
  }

  private void stands(Device device, State state, Optional<Ack.Code> ack) {
    Pushed before = device.pushed;
    Birth birth = device.birth;
    device.pushed =
        new Pushed(birth.name(), birth.header().device(), device.connection.name(), state, ack);
    lock.notifyAll();
    if (!device.pushed.equals(before)) {
      news.accept(device.pushed);
    }
  }
}
