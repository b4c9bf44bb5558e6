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
import java.time.Duration;
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
    take(project, changed());
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
    long now = changed();
    if (now <= version) {
      return;
    }
    try {
      Project read = ProjectLoader.load(project.folder());
      if (!Bytes.of(Signature.of(read)).equals(signature)) {
        console.step("%s is another ensemble now: not pushed", project.manifest().name());
        version = now;
        return;
      }
      take(read.withFold(project.fold()), now);
    } catch (UpcallException e) {
      version = now;
      console.step("not pushed: %s", e.getMessage());
      return;
    }
    devices.values().forEach(device -> pusher.received(device.connection(), device.birth()));
  }

  private void take(Project read, long newVersion) {
    Push push = new Push(signature, newVersion, guard, PushValues.of(read, List.of()).floats());
    version = newVersion;
    console.step("pushing parameters of %s, version %d", read.manifest().name(), newVersion);
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

  /** When a file was changed last; seconds, as an unsigned int has room for until 2106. */
  private long changed() {
    long last = 1;
    for (Path file :
        List.of(project.folder().resolve("ensemble.yaml"), project.resolve("tuned.yaml"))) {
      try {
        last = Math.max(last, Files.getLastModifiedTime(file).to(TimeUnit.SECONDS));
      } catch (IOException e) {
        // Nothing is tuned, or the file is being replaced; then there is another look.
      }
    }
    return Math.min(last, Push.MAX_VERSION);
  }
}
