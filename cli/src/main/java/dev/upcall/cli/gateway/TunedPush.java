package dev.upcall.cli.gateway;

import dev.upcall.cli.Console;
import dev.upcall.cli.push.PushValues;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.host.BoundedMap;
import dev.upcall.host.push.DeviceKeys;
import dev.upcall.host.push.Push;
import dev.upcall.host.push.Pusher;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.transport.MessageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a project's devices at the parameters that its manifest and {@code tuned.yaml} have: those
 * that come with older ones are sent them, and all when a file changes. The version is the time of
 * the last change in seconds, so that a gateway that starts again knows which it is.
 */
public final class TunedPush implements MessageListener {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int MAX_DEVICES = 20_000;

  private final Project project;
  private final Bytes signature;
  private final DeviceKeys keys;
  private final Guard guard;
  private final ScheduledExecutorService timer;
  private final Console console;
  private final Map<Integer, Announced> devices = BoundedMap.forgettingOldest(MAX_DEVICES);
  private List<FileTime> seen;
  private long version;
  private Pusher pusher;

  private record Announced(Connection connection, Birth birth) {}

  /**
   * Reads the files, and looks at them again from now on.
   *
   * @param timer not shut down here
   * @throws UpcallException where the project has no values to push
   */
  public TunedPush(
      Project project,
      DeviceKeys keys,
      Guard guard,
      ScheduledExecutorService timer,
      Console console) {
    this.project = project;
    this.signature = Bytes.of(Signature.of(project));
    this.keys = keys;
    this.guard = guard;
    this.timer = timer;
    this.console = console;
    this.seen = times();
    take(project);
    timer.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void received(Connection from, Message message) {
    if (message instanceof Birth birth && birth.signature().equals(signature)) {
      devices.put(birth.header().device(), new Announced(from, birth));
    }
    pusher.received(from, message);
  }

  private synchronized void look() {
    List<FileTime> now = times();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      Project read = ProjectLoader.load(project.folder());
      if (!Bytes.of(Signature.of(read)).equals(signature)) {
        console.step("%s is another ensemble now: not pushed", project.manifest().name());
        return;
      }
      take(read.withFold(project.fold()));
    } catch (UpcallException e) {
      console.step("not pushed: %s", e.getMessage());
      return;
    }
    devices.values().forEach(device -> pusher.received(device.connection(), device.birth()));
  }

  private void take(Project read) {
    List<Float> values = PushValues.of(read, List.of()).floats();
    // A file may change twice within a second.
    version = Math.min(Math.max(version + 1, seconds(seen)), Push.MAX_VERSION);
    console.step("pushing parameters of %s, version %d", read.manifest().name(), version);
    Push push = new Push(signature, version, guard, values);
    if (pusher != null) {
      pusher.stop();
    }
    pusher =
        new Pusher(
            push,
            keys,
            TunedPush::isOlder,
            PAUSE,
            timer,
            now -> console.step("device %08x: %s", now.number(), now.words()));
  }

  /** Devices of other ensembles are none of its business. */
  private static boolean isOlder(Birth birth, Push push) {
    return birth.signature().equals(push.signature())
        && birth.can(Birth.TAKES_PARAMETERS)
        && birth.parametersVersion().orElse(0) < push.version();
  }

  /** When its files were changed; of those that are there. */
  private List<FileTime> times() {
    List<FileTime> times = new ArrayList<>();
    for (Path file :
        List.of(project.folder().resolve("ensemble.yaml"), project.resolve("tuned.yaml"))) {
      try {
        times.add(Files.getLastModifiedTime(file));
      } catch (IOException e) {
        // Nothing is tuned, or the file is being replaced; then there is another look.
      }
    }
    return times;
  }

  /** The last of them since 1970, as an unsigned int has room for until 2106. */
  private static long seconds(List<FileTime> times) {
    return times.stream().mapToLong(time -> time.to(TimeUnit.SECONDS)).max().orElse(1);
  }
}
