package dev.upcall.cli.push;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.Console;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.wire.Birth;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.HostCode;
import dev.upcall.host.push.DeviceKeys;
import dev.upcall.host.push.Push;
import dev.upcall.host.push.Pushed;
import dev.upcall.host.push.Pushed.State;
import dev.upcall.host.push.Pusher;
import dev.upcall.host.push.StageValue;
import dev.upcall.host.transport.SerialSeals;
import dev.upcall.host.transport.Transports;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.commons.cli.CommandLine;

/** One push, from opening the ways to devices to the last word of each. */
public final class PushRun {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Push push;
  private final PushValues values;
  private final DeviceKeys keys;

  /** What {@code --json} prints. */
  record Report(long version, List<StageValue> values, List<Line> devices) {}

  record Line(String device, String connection, State state, String said) {}

  /**
   * @param values those of the push, with their names
   */
  public PushRun(Push push, PushValues values, DeviceKeys keys) {
    this.push = push;
    this.values = values;
    this.keys = keys;
  }

  /**
   * Pushes to the devices that the options name.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3020 to UP3022 where there is no way to
   *     them, UP3030 if none came, UP3034 if one has not taken the values
   */
  public void run(CommandLine line, Console console) throws InterruptedException {
    String[] devices = line.getOptionValues("device");
    Set<String> named = devices == null ? Set.of() : Set.of(devices);
    Duration limit = seconds(line, "wait", 10);
    Duration watch = seconds(line, "watch", 0);
    ScheduledExecutorService timer = DaemonThreads.scheduler("push");
    Pusher pusher =
        new Pusher(
            push,
            keys,
            (birth, p) -> wants(named, birth),
            PAUSE,
            timer,
            now -> console.step("%s: %s", now.device(), now.words()));
    List<Pushed> pushed;
    try (Transports transports = new Transports(pusher)) {
      transports.seals(new SerialSeals(keys::of, false));
      PushOptions.open(line, transports);
      int known = named.isEmpty() && !line.hasOption("broker") ? ports(line) : named.size();
      pusher.await(all -> known > 0 && all.size() >= known && settled(all), limit);
      pusher.await(all -> all.stream().noneMatch(one -> one.state() == State.TAKEN), watch);
      pushed = pusher.pushed();
    } finally {
      timer.shutdownNow();
    }
    tell(pushed, named, console);
  }

  private static boolean wants(Set<String> named, Birth birth) {
    return named.isEmpty() || named.contains(birth.name());
  }

  private static int ports(CommandLine line) {
    return line.getOptionValues("serial").length;
  }

  private static boolean settled(List<Pushed> all) {
    return all.stream().allMatch(Pushed::isSettled);
  }

  private void tell(List<Pushed> pushed, Set<String> named, Console console) {
    if (pushed.isEmpty()) {
      throw Diagnostic.of(HostCode.NO_DEVICE, "the ways given")
          .need(named.isEmpty() ? "a device that announces itself" : String.join(", ", named))
          .fix("check that it is powered and connected, and the site's name")
          .toException();
    }
    pushed.forEach(
        one -> console.line("%s on %s: %s", one.device(), one.connection(), one.words()));
    console.json(
        new Report(
            push.version(),
            values.values(),
            pushed.stream()
                .map(one -> new Line(one.device(), one.connection(), one.state(), one.words()))
                .toList()));
    long missing = pushed.stream().filter(one -> one.state() != State.TAKEN).count();
    missing += Math.max(0, named.size() - pushed.size());
    if (missing > 0) {
      throw Diagnostic.of(HostCode.NOT_PUSHED, missing, Math.max(named.size(), pushed.size()))
          .found("version %d", push.version())
          .need("what each said is above")
          .toException();
    }
  }

  private static Duration seconds(CommandLine line, String option, int absent) {
    return Duration.ofSeconds(Arguments.integer(line, option, 0, 86_400, absent));
  }
}
