package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.flag;
import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.gateway.Feed;
import dev.upcall.cli.gateway.GatewayLog;
import dev.upcall.cli.gateway.TunedPush;
import dev.upcall.cli.push.PushOptions;
import dev.upcall.cli.push.PushValues;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import dev.upcall.core.wire.Parameters;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.audit.AuditPage;
import dev.upcall.host.audit.AuditRules;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.push.DeviceKeys;
import dev.upcall.host.transport.MessageListener;
import dev.upcall.host.transport.MqttOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code upcall gateway}: answers the upcalls of devices with their projects' ensembles. */
public final class GatewayCommand implements Command {
  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public String summary() {
    return "answer devices' upcalls over serial ports and MQTT";
  }

  @Override
  public String arguments() {
    return "<project>...";
  }

  @Override
  public String description() {
    return """
    Loads the ensemble of each project and answers the upcalls of devices that run its firmware.
    Devices are told apart by the signature of their ensemble, so that old firmware keeps its
    ensemble while new firmware rolls out. With --push devices are kept at the policy parameters
    that ensemble.yaml and tuned.yaml have, whenever these change. Without --serial and --broker
    an MQTT broker is started inside, on a free port of the loopback interface, and its address
    printed. Answers to audits are booked, and the accuracy among the devices' own answers that
    they show is printed at the end; --audit-alarm warns when it is too low. Ctrl-C ends it.

      upcall gateway examples/digits --serial /dev/ttyACM0
      upcall gateway examples/digits --serial /dev/pts/3 --feed test --limit 100
      upcall gateway examples/digits examples/fashion --broker tcp://localhost:1883 --site lab
    """;
  }

  @Override
  public Options options() {
    return PushOptions.add(new Options())
        .addOption(
            flag(
                "push",
                "keep devices at the parameters that ensemble.yaml and tuned.yaml have, whenever"
                    + " these change; signed with --key"))
        .addOption(
            Option.builder()
                .longOpt("serial")
                .hasArg()
                .argName("port")
                .desc("serial port of a device; may be given several times")
                .get())
        .addOption(option("baud", "rate", "baud rate of the serial ports (default 115200)"))
        .addOption(option("broker", "uri", "MQTT broker to use, tcp://host:port"))
        .addOption(option("mqtt-port", "port", "port of the broker inside (default: a free one)"))
        .addOption(option("site", "name", "site whose devices are served (default: default)"))
        .addOption(
            option(
                "feed",
                "split",
                "send this split of the first project's data to the device, print what came of"
                    + " it, and end"))
        .addOption(
            option(
                "audit-alarm",
                "accuracy",
                "warn where audits show that devices' own answers are right less often (0 to 1)"))
        .addOption(option("audit-window", "n", "by the last n audits of a project (default 200)"))
        .addOption(option("limit", "n", "with --feed: at most n samples (default: all)"));
  }

  /** Keeps the devices of projects with pushed parameters at what is tuned. */
  private static List<MessageListener> pushes(
      CommandLine line, List<Project> projects, ScheduledExecutorService timer, Console console) {
    if (!line.hasOption("push")) {
      return List.of();
    }
    DeviceKeys keys = PushOptions.keys(line, System.getenv());
    Parameters.Guard guard = PushOptions.guard(line);
    List<MessageListener> pushes = new ArrayList<>();
    for (Project project : projects) {
      // Beside others a project may do without; alone it is told so.
      if (projects.size() == 1 || PushValues.any(project)) {
        pushes.add(new TunedPush(project, keys, guard, timer, console));
      }
    }
    return pushes;
  }

  @Override
  public void run(CommandLine line, Console console) throws InterruptedException {
    List<Project> projects = projects(line);
    Optional<Split> feed = Optional.ofNullable(line.getOptionValue("feed")).map(Feed::split);
    int limit = Arguments.integer(line, "limit", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    ScheduledExecutorService timer = DaemonThreads.scheduler("feed");
    CountDownLatch closed = new CountDownLatch(1);
    Injector injector = new Injector(System::nanoTime, timer, Injector.Timing.DEFAULT);
    List<MessageListener> observers = new ArrayList<>();
    observers.add(injector);
    observers.add(new GatewayLog(console));
    observers.addAll(pushes(line, projects, timer, console));
    AuditRules audits = audits(line);
    try (GatewayService service = new GatewayService(new MemoryJournal(), observers, audits)) {
      for (Project project : projects) {
        service.gateway().serve(project);
        console.step("serving %s from %s", project.manifest().name(), project.folder());
      }
      attach(line, service, console);
      if (feed.isPresent()) {
        new Feed(injector, console, service.gateway()::audits)
            .run(projects.get(0), feed.get(), limit);
      } else {
        try {
          untilInterrupted(closed);
        } finally {
          tell(service.gateway().audits(), console);
        }
      }
    } finally {
      closed.countDown();
    }
  }

  private static AuditRules audits(CommandLine line) {
    OptionalDouble alarm =
        line.hasOption("audit-alarm")
            ? OptionalDouble.of(Arguments.number(line, "audit-alarm", 0, 1, 0))
            : OptionalDouble.empty();
    return new AuditRules(Arguments.integer(line, "audit-window", 1, 1_000_000, 200), alarm);
  }

  private static void tell(List<AuditPage> pages, Console console) {
    pages.forEach(page -> console.line("%s", page));
    console.json(Map.of("audits", pages));
  }

  private static List<Project> projects(CommandLine line) {
    if (line.getArgs().length == 0) {
      throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "<project>")
          .need("one project folder or more")
          .fix("for example: upcall gateway examples/digits --serial /dev/ttyACM0")
          .toException();
    }
    List<Project> projects = new ArrayList<>();
    for (String folder : line.getArgs()) {
      projects.add(ProjectLoader.load(Path.of(folder)));
    }
    return projects;
  }

  /** Opens the ways to devices. */
  private static void attach(CommandLine line, GatewayService service, Console console) {
    String[] ports = line.getOptionValues("serial");
    int baud = Arguments.integer(line, "baud", 300, 4_000_000, 115_200);
    for (String port : ports == null ? new String[0] : ports) {
      service.serial(port, baud);
      console.step("listening on %s", port);
    }
    String uri = line.getOptionValue("broker");
    if (uri == null && (ports == null || line.hasOption("mqtt-port"))) {
      uri = service.broker(Arguments.integer(line, "mqtt-port", 0, 65_535, 0)).uri();
    }
    if (uri != null) {
      String site = line.getOptionValue("site", "default");
      String client = "upcall-gateway-" + ProcessHandle.current().pid();
      service.mqtt(MqttOptions.of(uri, site, client));
      console.step("listening on %s, site %s", uri, site);
    }
  }

  /**
   * Waits for Ctrl-C, on which this thread closes what it opened and the JVM waits for that; not
   * for the thread's end, which does not come while the JVM goes down.
   */
  private static void untilInterrupted(CountDownLatch closed) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Thread waiting = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  waiting.interrupt();
                  try {
                    closed.await(5, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    never.await();
  }
}
