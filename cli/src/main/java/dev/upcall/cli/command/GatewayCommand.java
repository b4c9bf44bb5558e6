package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.gateway.Feed;
import dev.upcall.cli.gateway.GatewayLog;
import dev.upcall.cli.gateway.StopSignal;
import dev.upcall.cli.gateway.TierPolicies;
import dev.upcall.cli.gateway.TunedPush;
import dev.upcall.cli.harvest.Harvesting;
import dev.upcall.cli.log.Logs;
import dev.upcall.cli.push.PushValues;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import dev.upcall.core.wire.Parameters;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.audit.AuditPage;
import dev.upcall.host.config.ConfigCheck;
import dev.upcall.host.config.ConfigSummary;
import dev.upcall.host.config.GatewayConfig;
import dev.upcall.host.ensemble.Elsewhere;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.Journal;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.journal.FileJournal;
import dev.upcall.host.push.DeviceKeys;
import dev.upcall.host.push.PushSettings;
import dev.upcall.host.transport.EmbeddedBroker;
import dev.upcall.host.transport.MessageListener;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.SerialSettings;
import dev.upcall.host.web.GatewayWeb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code upcall gateway}: answers the upcalls of devices with their projects' ensembles. */
public final class GatewayCommand implements Command {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayCommand.class);

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
    return "[<project>...]";
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
    they show is printed at the end; --audit-alarm warns when it is too low. With --journal an
    upcall is on disk before its device is told that it may forget it; --harvest keeps answered ones
    for upcall harvest, which makes data sets and pictures of them. With --config all this
    and more stands in a file, and what is given here overrides it. Ctrl-C ends it.

      upcall gateway examples/digits --serial /dev/ttyACM0
      upcall gateway examples/digits --serial /dev/pts/3 --feed test --limit 100
      upcall gateway examples/digits --mqtt-port 1883 --journal /var/lib/upcall
      upcall gateway --config deploy/gateway.yaml --check-config
      upcall gateway examples/digits examples/fashion --broker tcp://localhost:1883 --site lab
      upcall gateway examples/digits --broker mqtts://broker --user gateway --password-file pw
      upcall gateway examples/digits --served deep=http://localhost:8080/v2/models/digits-deep
    """;
  }

  @Override
  public Options options() {
    return RemoteOptions.add(GatewayOptions.add(new Options()))
        .addOption(
            option(
                "feed",
                "split",
                "send this split of the first project's data to the device, print what came of"
                    + " it, and end"))
        .addOption(option("limit", "n", "with --feed: at most n samples (default: all)"));
  }

  /** Keeps the devices of projects with pushed parameters at what is tuned. */
  private static List<TunedPush> pushes(
      Optional<PushSettings> settings,
      List<Project> projects,
      ScheduledExecutorService timer,
      Console console) {
    if (settings.isEmpty()) {
      return List.of();
    }
    DeviceKeys keys = DeviceKeys.read(settings.get().keys(), System.getenv());
    Parameters.Guard guard = settings.get().guard();
    List<TunedPush> pushes = new ArrayList<>();
    for (Project project : projects) {
      // Beside others a project may do without; alone it is told so.
      if (projects.size() == 1 || PushValues.any(project)) {
        pushes.add(new TunedPush(project, keys, guard, timer, console));
      }
    }
    return pushes;
  }

  @Override
  public void run(CommandLine line, Console terminal) throws InterruptedException {
    GatewayConfig config = new GatewayOptions(line, System.getenv()).config();
    if (line.hasOption("check-config")) {
      check(config, terminal);
      return;
    }
    config.log().ifPresent(Logs::use);
    Console console = config.log().isPresent() ? terminal.withSteps(LOG::info) : terminal;
    GatewayOptions.requireProjects(config);
    List<Project> projects = config.projects().stream().map(ProjectLoader::load).toList();
    Optional<Split> feed = Optional.ofNullable(line.getOptionValue("feed")).map(Feed::split);
    int limit = Arguments.integer(line, "limit", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    ScheduledExecutorService timer = DaemonThreads.scheduler("feed");
    Injector injector = new Injector(System::nanoTime, timer, Injector.Timing.DEFAULT);
    List<MessageListener> observers = new ArrayList<>();
    observers.add(injector);
    if (config.log().isEmpty()) {
      observers.add(new GatewayLog(console));
    }
    List<TunedPush> pushes = pushes(config.push(), projects, timer, console);
    observers.addAll(pushes);
    try (Harvesting harvest = Harvesting.start(config.harvest(), System.getenv(), console);
        GatewayService service =
            new GatewayService(journal(config, console), observers, config.audits())) {
      harvest.attach(service.gateway());
      List<MqttOptions> brokers = brokers(config, service, console);
      Elsewhere elsewhere = RemoteOptions.connect(config.members(), projects, brokers, service);
      for (Project project : projects) {
        service.gateway().serve(project, elsewhere);
        console.step("serving %s from %s", project.manifest().name(), project.folder());
      }
      config
          .above()
          .ifPresent(
              tier -> {
                service.above(tier, TierPolicies.of(tier.policy(), projects));
                console.step("asking %s, by %s", tier.broker().brokers(), tier.policy());
              });
      attach(config, brokers, service, console);
      if (feed.isPresent()) {
        new Feed(injector, console, service.gateway()::audits)
            .run(projects.get(0), feed.get(), limit);
      } else {
        serve(config, service, harvest, pushes, console);
      }
    }
  }

  /** Until somebody wants it to end, and then until what is open is answered. */
  private static void serve(
      GatewayConfig config,
      GatewayService service,
      Harvesting harvest,
      List<TunedPush> pushes,
      Console console)
      throws InterruptedException {
    StopSignal stop = new StopSignal();
    Optional<GatewayWeb> web =
        config.http().map(settings -> new GatewayWeb(settings, service, pushes));
    try {
      web.ifPresent(running -> harvest.writer().ifPresent(running::harvest));
      web.ifPresent(running -> console.step("page, metrics and health at %s", running.uri()));
      stop.await();
      if (!service.drain(config.drain())) {
        console.step("some upcalls are not answered; their devices ask again");
      }
    } finally {
      web.ifPresent(GatewayWeb::close);
      tell(service.gateway().audits(), console);
    }
  }

  private static Journal journal(GatewayConfig config, Console console) {
    if (config.journal().isEmpty()) {
      console.step(
          "upcalls are kept in memory alone: devices keep their samples until they are answered;"
              + " --journal FOLDER keeps them on disk");
      return new MemoryJournal();
    }
    FileJournal journal = FileJournal.open(config.journal().get());
    console.step(
        "journal in %s, %d upcalls to be answered",
        config.journal().get().folder(), journal.stats().unanswered());
    return journal;
  }

  private static void check(GatewayConfig config, Console console) {
    List<Project> projects = new ConfigCheck(System.getenv(), TierPolicies::of).check(config);
    Map<String, String> understood = ConfigSummary.of(config);
    understood.forEach((key, value) -> console.line("%-12s %s", key, value));
    for (Project project : projects) {
      console.line(
          "%-12s members %s",
          project.manifest().name(), String.join(", ", project.manifest().host().members()));
    }
    console.json(understood);
  }

  private static void tell(List<AuditPage> pages, Console console) {
    pages.forEach(page -> console.line("%s", page));
    console.json(Map.of("audits", pages));
  }

  /** The brokers to use; the one inside is started. */
  private static List<MqttOptions> brokers(
      GatewayConfig config, GatewayService service, Console console) {
    List<MqttOptions> brokers = new ArrayList<>(config.mqtt());
    if (config.brokerInside().isPresent()) {
      EmbeddedBroker inside =
          service.broker(config.brokerInside().getAsInt(), config.broker(), config.site());
      brokers.add(inside.options(config.site(), GatewayConfig.standardClient()));
      if (!config.broker().isOpen()) {
        console.step("broker on %s for devices", inside.uri());
      }
    }
    return brokers;
  }

  /** Opens the ways to devices. */
  private static void attach(
      GatewayConfig config, List<MqttOptions> brokers, GatewayService service, Console console) {
    config.seals().ifPresent(seals -> service.seals(seals.read(System.getenv())));
    for (SerialSettings port : config.serial()) {
      service.serial(port.port(), port.baud());
      console.step("listening on %s", port.port());
    }
    for (MqttOptions broker : brokers) {
      service.mqtt(broker);
      console.step("listening on %s, site %s", broker.brokers(), broker.site());
    }
  }
}
