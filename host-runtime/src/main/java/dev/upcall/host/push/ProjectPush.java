package dev.upcall.host.push;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.host.BoundedMap;
import dev.upcall.host.HostCode;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.transport.MessageListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Keeps the devices of one project at the parameters that were pushed last, to all or to one alone:
 * those that come with older ones are sent them. A later push to all takes the place of those to
 * single devices.
 */
public final class ProjectPush implements MessageListener {
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int MAX_DEVICES = 20_000;
  private static final int MAX_ROUNDS = 16;
  private static final int MAX_SHOWN = 100;

  private final String project;
  private final Bytes signature;
  private final DeviceKeys keys;
  private final Guard guard;
  private final ScheduledExecutorService timer;
  private final Consumer<Pushed> news;
  private final Map<Integer, Device> devices = BoundedMap.forgettingOldest(MAX_DEVICES);
  private final Map<Integer, Current> alone = BoundedMap.forgettingOldest(MAX_DEVICES);
  private final Deque<PushStatus.Round> rounds = new ArrayDeque<>();
  private Current all;
  private long version;

  /** A push that is the last for somebody. */
  private record Current(long version, Pusher pusher) {}

  /** A device, with what it said of the push of a version. */
  private static final class Device {
    private Connection connection;
    private Birth birth;
    private long has;
    private long before;
    private long asked;
    private Pushed said;
  }

  /**
   * Nothing is pushed yet.
   *
   * @param signature the ensemble's SHA-256, 32 bytes
   * @param guard when devices go back to the values before
   * @param timer for what is not answered, not shut down here
   * @param news told whenever it stands otherwise with a device, on the transports' threads
   */
  public ProjectPush(
      String project,
      Bytes signature,
      DeviceKeys keys,
      Guard guard,
      ScheduledExecutorService timer,
      Consumer<Pushed> news) {
    this.project = project;
    this.signature = signature;
    this.keys = keys;
    this.guard = guard;
    this.timer = timer;
    this.news = news;
  }

  /**
   * Pushes values to all devices, those that come later too, or to one.
   *
   * @param by who wants it, for people
   * @param only number of a device that announced itself; empty: all
   * @param least version; it is greater where there was a greater one
   * @return its version
   * @throws dev.upcall.core.diagnostic.UpcallException UP3272 if there is no such device
   */
  public synchronized long push(String by, OptionalInt only, long least, List<StageValue> values) {
    if (only.isPresent() && !devices.containsKey(only.getAsInt())) {
      throw Diagnostic.of(HostCode.PUSH_DEVICE, HexFormat.of().toHexDigits(only.getAsInt()))
          .need("a device of %s that announced itself to this gateway", project)
          .toException();
    }
    version = Math.min(Math.max(version + 1, least), Push.MAX_VERSION);
    List<Float> floats = values.stream().map(StageValue::value).toList();
    long own = version;
    Current current =
        new Current(
            own,
            new Pusher(
                new Push(signature, own, guard, floats),
                keys,
                ProjectPush::isOlder,
                PAUSE,
                timer,
                now -> stands(own, now)));
    String name = "";
    if (only.isPresent()) {
      Device device = devices.get(only.getAsInt());
      name = device.birth.name();
      stop(alone.put(only.getAsInt(), current));
      tell(current, device);
    } else {
      stop(all);
      alone.values().forEach(ProjectPush::stop);
      alone.clear();
      all = current;
      devices.values().forEach(device -> tell(current, device));
    }
    rounds.addFirst(new PushStatus.Round(own, by, name, values));
    if (rounds.size() > MAX_ROUNDS) {
      rounds.removeLast();
    }
    return own;
  }

  private static void stop(Current current) {
    if (current != null) {
      current.pusher().stop();
    }
  }

  private static void tell(Current current, Device device) {
    current.pusher().received(device.connection, device.birth);
  }

  /** Devices of other ensembles are none of its business. */
  private static boolean isOlder(Birth birth, Push push) {
    return birth.signature().equals(push.signature())
        && birth.can(Birth.TAKES_PARAMETERS)
        && birth.parametersVersion().orElse(0) < push.version();
  }

  @Override
  public synchronized void received(Connection from, Message message) {
    Header header = message.header();
    if (message instanceof Birth birth && birth.signature().equals(signature)) {
      born(devices.computeIfAbsent(header.device(), unused -> new Device()), from, birth);
    }
    Current current = alone.getOrDefault(header.device(), all);
    if (current != null) {
      current.pusher().received(from, message);
    }
  }

  private static void born(Device device, Connection from, Birth birth) {
    device.connection = from;
    device.birth = birth;
    device.has = birth.parametersVersion().orElse(0);
    device.before = device.has;
  }

  /** Told by a pusher, whom nobody but this object asks. */
  private void stands(long pushed, Pushed now) {
    Device device = devices.get(now.number());
    if (device != null) {
      if (now.state() == Pushed.State.TAKEN && device.has != pushed) {
        device.before = device.has;
        device.has = pushed;
      } else if (now.state() == Pushed.State.ROLLED_BACK && device.has == pushed) {
        device.has = device.before;
      }
      device.asked = pushed;
      device.said = now;
    }
    news.accept(now);
  }

  /** How it stands. */
  public synchronized PushStatus status() {
    List<PushStatus.Device> shown = new ArrayList<>();
    Map<String, Integer> counts = new TreeMap<>();
    devices.forEach(
        (number, device) -> {
          String words = words(device, alone.getOrDefault(number, all));
          counts.merge(words, 1, Integer::sum);
          shown.add(
              new PushStatus.Device(
                  device.birth.name(), HexFormat.of().toHexDigits(number), device.has, words));
        });
    String well = Pushed.State.TAKEN.words();
    shown.sort(
        Comparator.comparing((PushStatus.Device device) -> device.words().equals(well))
            .thenComparing(PushStatus.Device::device));
    return new PushStatus(
        project,
        HexFormat.of().formatHex(signature.toArray(), 0, Long.BYTES),
        guard,
        List.copyOf(rounds),
        List.copyOf(shown.subList(0, Math.min(MAX_SHOWN, shown.size()))),
        counts);
  }

  private static String words(Device device, Current current) {
    if (current == null) {
      return "nothing is pushed";
    }
    if (device.said != null && device.asked == current.version()) {
      return device.said.words();
    }
    if (!device.birth.can(Birth.TAKES_PARAMETERS)) {
      return Pushed.State.FIXED.words();
    }
    return device.has == current.version()
        ? Pushed.State.TAKEN.words()
        : "not sent: it has newer ones, from elsewhere";
  }
}
