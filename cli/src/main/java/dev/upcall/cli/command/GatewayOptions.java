package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.flag;
import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.harvest.HarvestOptions;
import dev.upcall.cli.mqtt.MqttArguments;
import dev.upcall.cli.push.PushOptions;
import dev.upcall.cli.serial.SerialArguments;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.host.HostCode;
import dev.upcall.host.SecretSource;
import dev.upcall.host.audit.AuditRules;
import dev.upcall.host.config.ConfigReader;
import dev.upcall.host.config.GatewayConfig;
import dev.upcall.host.config.LogFormat;
import dev.upcall.host.journal.JournalSettings;
import dev.upcall.host.push.PushSettings;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.SerialSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * What a gateway is told: by the configuration file, where one is given, and by the options, which
 * override it key by key.
 */
final class GatewayOptions {
  private final CommandLine line;
  private final Map<String, String> environment;

  /**
   * @param environment of the process, where the devices' keys may be named
   */
  GatewayOptions(CommandLine line, Map<String, String> environment) {
    this.line = line;
    this.environment = environment;
  }

  static Options add(Options options) {
    Options remote = MqttArguments.addGateway(HarvestOptions.add(PushOptions.add(options)));
    return HttpOptions.add(SerialArguments.add(remote))
        .addOption(option("config", "file", "what to do, as docs/operations.md explains"))
        .addOption(
            flag(
                "check-config", "say what was understood of it, or what is wrong with it, and end"))
        .addOption(
            flag(
                "push",
                "keep devices at the parameters that ensemble.yaml and tuned.yaml have, whenever"
                    + " these change; signed with --key"))
        .addOption(PushOptions.seals())
        .addOption(
            option("log", "text|json", "log as a service does, a line or a JSON object for each"))
        .addOption(option("drain", "s", "answer open upcalls for so long at the end (default 10)"))
        .addOption(
            option(
                "audit-alarm",
                "accuracy",
                "warn where audits show that devices' own answers are right less often (0 to 1)"))
        .addOption(option("audit-window", "n", "by the last n audits of a project (default 200)"))
        .addOption(
            option(
                "journal",
                "folder",
                "keep upcalls there until they are answered, also through a crash (default: in"
                    + " memory, until this ends)"))
        .addOption(option("journal-max-mb", "n", "room for them, at least 16 MB (default 1024)"))
        .addOption(option("journal-retention", "minutes", "keep answers so long (default 60)"));
  }

  /**
   * The configuration.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException with every error of the file, or the first
   *     of the line
   */
  GatewayConfig config() {
    String file = line.getOptionValue("config");
    GatewayConfig.Builder config =
        file == null
            ? new GatewayConfig.Builder()
            : ConfigReader.read(Path.of(file), SerialArguments::ofBoard);
    if (line.getArgs().length > 0) {
      config.projects(Stream.of(line.getArgs()).map(Path::of).toList());
    }
    transports(config);
    config.members(RemoteOptions.members(line, config.members(), environment));
    config.audits(audits(config.audits()));
    operations(config);
    push(config);
    PushOptions.seals(line, environment).ifPresent(config::seals);
    journal(config);
    HarvestOptions.settings(line, config.harvest()).ifPresent(config::harvest);
    return config.build();
  }

  private void transports(GatewayConfig.Builder config) {
    if (line.hasOption("site")) {
      config.site(site(line.getOptionValue("site")));
    }
    if (line.hasOption("serial")) {
      config.serial(SerialArguments.ports(line));
    } else if (line.hasOption("baud")) {
      config.baud(SerialArguments.baud(line, SerialSettings.STANDARD_BAUD));
    }
    if (line.hasOption("broker")) {
      config.mqtt(
          List.of(MqttArguments.gateway(line, config.site(), GatewayConfig.standardClient())));
    } else if (line.hasOption("client-id") && config.hasBrokers()) {
      MqttArguments.requireNone(line, "client-id");
      config.client(line.getOptionValue("client-id"));
    } else {
      MqttArguments.requireNone(line);
    }
    if (line.hasOption("mqtt-port")) {
      config.brokerPort(Arguments.integer(line, "mqtt-port", 0, 65_535, 0));
    }
    MqttArguments.broker(line, config.broker()).ifPresent(config::startBroker);
  }

  private void operations(GatewayConfig.Builder config) {
    HttpOptions.settings(line, config.http()).ifPresent(config::http);
    if (line.hasOption("log")) {
      config.log(
          Arguments.choice(
              line, "log", Map.of("text", LogFormat.TEXT, "json", LogFormat.JSON), null));
    }
    if (line.hasOption("drain")) {
      config.drain(Duration.ofSeconds(Arguments.integer(line, "drain", 0, 3600, 0)));
    }
  }

  private static String site(String name) {
    if (!MqttOptions.isName(name)) {
      throw Diagnostic.of(HostCode.TOPIC_PART, name)
          .at("--site")
          .need("1 to 64 letters, digits, - or _")
          .toException();
    }
    return name;
  }

  private AuditRules audits(AuditRules before) {
    OptionalDouble alarm =
        line.hasOption("audit-alarm")
            ? OptionalDouble.of(Arguments.number(line, "audit-alarm", 0, 1, 0))
            : before.alarm();
    return new AuditRules(
        Arguments.integer(line, "audit-window", 1, 1_000_000, before.window()), alarm);
  }

  private void push(GatewayConfig.Builder config) {
    boolean inFile = config.push().isPresent();
    if (!inFile && !line.hasOption("push")) {
      return;
    }
    SecretSource keys =
        config
            .push()
            .filter(unused -> !line.hasOption("key"))
            .map(PushSettings::keys)
            .orElseGet(() -> PushOptions.keySource(line, environment));
    Guard guard =
        inFile && !line.hasOption("guard")
            ? config.push().orElseThrow().guard()
            : PushOptions.guard(line);
    config.push(new PushSettings(keys, guard));
  }

  private void journal(GatewayConfig.Builder config) {
    Optional<JournalSettings> before = config.journal();
    if (line.hasOption("journal")) {
      JournalSettings standard = before.orElse(JournalSettings.of(Path.of("")));
      before = Optional.of(standard.in(Path.of(line.getOptionValue("journal"))));
    }
    if (before.isEmpty()) {
      for (String option : List.of("journal-max-mb", "journal-retention")) {
        if (line.hasOption(option)) {
          throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "--journal")
              .at("--%s", option)
              .need("the folder of the journal")
              .toException();
        }
      }
      return;
    }
    JournalSettings journal = before.get();
    long megabytes =
        Arguments.integer(
            line,
            "journal-max-mb",
            JournalSettings.LEAST_MB,
            JournalSettings.MOST_MB,
            (int) (journal.maxBytes() >> 20));
    long minutes =
        Arguments.integer(
            line,
            "journal-retention",
            0,
            JournalSettings.MOST_MINUTES,
            (int) journal.retention().toMinutes());
    config.journal(journal.within(megabytes << 20, Duration.ofMinutes(minutes)));
  }

  /** The projects' folders have to be there by now. */
  static void requireProjects(GatewayConfig config) {
    if (config.projects().isEmpty()) {
      throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "<project>")
          .need("one project folder or more, there or in the file of --config")
          .fix("for example: upcall gateway examples/digits --serial /dev/ttyACM0")
          .toException();
    }
  }
}
