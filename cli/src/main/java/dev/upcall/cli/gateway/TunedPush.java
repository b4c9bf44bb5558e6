package dev.upcall.cli.gateway;

import dev.upcall.cli.Console;
import dev.upcall.cli.push.PushValues;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.host.push.DeviceKeys;
import dev.upcall.host.push.ProjectPush;
import dev.upcall.host.push.PushDesk;
import dev.upcall.host.push.PushStatus;
import dev.upcall.host.push.StageValue;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.transport.MessageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Keeps a project's devices at the parameters that its manifest and {@code tuned.yaml} have: those
 * that come with older ones are sent them, and all when a file changes. The version is the time of
 * the last change in seconds, so that a gateway that starts again knows which it is. People may
 * push others meanwhile.
 */
public final class TunedPush implements MessageListener, PushDesk {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final String FILES = "the project's files";

  private final Project project;
  private final Bytes signature;
  private final Console console;
  private final ProjectPush devices;
  private volatile Project latest;
  private List<FileTime> seen;

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
    this.console = console;
    this.devices =
        new ProjectPush(
            project.manifest().name(),
            signature,
            keys,
            guard,
            timer,
            now -> console.step("device %08x: %s", now.number(), now.words()));
    this.seen = times();
    take(project);
    timer.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void received(Connection from, Message message) {
    devices.received(from, message);
  }

  @Override
  public PushStatus status() {
    return devices.status();
  }

  @Override
  public long push(List<String> settings, OptionalInt device, String who) {
    List<StageValue> values = PushValues.of(latest, settings).values();
    long version = devices.push(who, device, System.currentTimeMillis() / 1000, values);
    console.step(
        "%s pushes parameters of %s to %s, version %d: %s",
        who,
        project.manifest().name(),
        device.isPresent() ? String.format("device %08x", device.getAsInt()) : "all devices",
        version,
        values.stream().map(StageValue::toString).collect(Collectors.joining(", ")));
    return version;
  }

  private void look() {
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
    }
  }

  private void take(Project read) {
    List<StageValue> values = PushValues.of(read, List.of()).values();
    latest = read;
    long version = devices.push(FILES, OptionalInt.empty(), seconds(seen), values);
    console.step("pushing parameters of %s, version %d", read.manifest().name(), version);
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
