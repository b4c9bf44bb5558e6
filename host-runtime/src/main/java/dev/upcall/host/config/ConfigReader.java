package dev.upcall.host.config;

import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.core.yaml.YamlFile;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.host.SecretSource;
import dev.upcall.host.audit.AuditRules;
import dev.upcall.host.harvest.HarvestRetention;
import dev.upcall.host.harvest.HarvestSettings;
import dev.upcall.host.journal.JournalSettings;
import dev.upcall.host.push.PushSettings;
import dev.upcall.host.push.SealSettings;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.SerialSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Reads a configuration file: a method per section of {@link ConfigSection}. Paths in it are meant
 * from the folder that the file is in. A value that cannot be is reported with its line and
 * replaced by one that can, so that all errors come together.
 */
public final class ConfigReader {
  private static final int MAX_WINDOW = 1_000_000;
  private static final int MAX_GUARD_SAMPLES = 0xffff;
  private static final int MEGABYTE_BITS = 20;
  private static final int MAX_DAYS = 36_500;

  private static final int MAX_DRAIN_S = 3600;

  private final Function<String, OptionalInt> boards;
  private final ConfigValues values;
  private final MqttSection mqtt;
  private final GatewayConfig.Builder config = new GatewayConfig.Builder();

  private ConfigReader(Path file, Function<String, OptionalInt> boards) {
    this.boards = boards;
    this.values = new ConfigValues(file.toAbsolutePath().normalize().getParent());
    this.mqtt = new MqttSection(values);
  }

  /**
   * What a file says, for the command line to override.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP1100-UP1107, all errors of the file
   */
  public static GatewayConfig.Builder read(Path file) {
    return read(file, unknown -> OptionalInt.empty());
  }

  /**
   * The same where boards are known.
   *
   * @param boards baud rate of a board's serial port, by its id or file; empty where there is none
   */
  public static GatewayConfig.Builder read(Path file, Function<String, OptionalInt> boards) {
    Diagnostics diagnostics = new Diagnostics();
    YamlMap root = new YamlFile(file, diagnostics).read();
    GatewayConfig.Builder config = new ConfigReader(file, boards).top(ConfigSection.TOP.of(root));
    diagnostics.throwIfAny();
    return config;
  }

  private GatewayConfig.Builder top(YamlMap root) {
    root.find("projects").ifPresent(list -> config.projects(projects(list)));
    String site = root.find("site").map(values::name).orElse(GatewayConfig.STANDARD_SITE);
    config.site(site);
    root.find("serial").ifPresent(list -> config.serial(serial(list)));
    root.find("mqtt").ifPresent(list -> config.mqtt(mqtt(list, site)));
    root.find("broker").map(ConfigSection.BROKER::of).ifPresent(this::broker);
    root.find("members")
        .map(ConfigSection.MEMBERS::of)
        .map(new MembersSection(values)::read)
        .ifPresent(config::members);
    root.find("above")
        .map(ConfigSection.ABOVE::of)
        .flatMap(map -> new TierSection(values, mqtt).read(map, site))
        .ifPresent(config::above);
    root.find("audits").map(ConfigSection.AUDITS::of).ifPresent(this::audits);
    root.find("push").map(ConfigSection.PUSH::of).ifPresent(this::push);
    root.find("seals").map(ConfigSection.SEALS::of).ifPresent(this::seals);
    root.find("journal").map(ConfigSection.JOURNAL::of).ifPresent(this::journal);
    root.find("harvest").map(ConfigSection.HARVEST::of).ifPresent(this::harvest);
    root.find("http")
        .map(ConfigSection.HTTP::of)
        .flatMap(new HttpSection(values)::read)
        .ifPresent(config::http);
    root.find("drain")
        .map(seconds -> Duration.ofSeconds(seconds.integer(0, MAX_DRAIN_S)))
        .ifPresent(config::drain);
    root.find("log")
        .map(log -> log.choice("text", "json"))
        .filter(name -> !name.isEmpty())
        .map(name -> LogFormat.valueOf(name.toUpperCase(Locale.ROOT)))
        .ifPresent(config::log);
    return config;
  }

  private List<Path> projects(YamlValue list) {
    return list.listOrOne().stream().map(values::path).toList();
  }

  private List<SerialSettings> serial(YamlValue list) {
    List<SerialSettings> ports = new ArrayList<>();
    for (YamlValue item : list.listOrOne()) {
      YamlMap port = ConfigSection.SERIAL.of(item);
      String name = port.get("port").text();
      int ofBoard = port.find("board").map(this::ofBoard).orElse(SerialSettings.STANDARD_BAUD);
      int baud =
          port.find("baud")
              .map(rate -> (int) rate.integer(SerialSettings.MIN_BAUD, SerialSettings.MAX_BAUD))
              .orElse(ofBoard);
      try {
        if (!name.isEmpty()) {
          ports.add(new SerialSettings(name, baud));
        }
      } catch (UpcallException e) {
        e.diagnostics().forEach(port::report);
      }
    }
    return ports;
  }

  private int ofBoard(YamlValue board) {
    String name = board.text();
    try {
      OptionalInt baud =
          boards.apply(name.endsWith(".yaml") ? values.path(board).toString() : name);
      if (baud.isEmpty()) {
        board.wrongValue("a board's name, of those that upcall boards shows, or its board.yaml");
      }
      return baud.orElse(SerialSettings.STANDARD_BAUD);
    } catch (UpcallException e) {
      e.diagnostics().forEach(board::report);
      return SerialSettings.STANDARD_BAUD;
    }
  }

  private List<MqttOptions> mqtt(YamlValue list, String site) {
    List<MqttOptions> brokers = new ArrayList<>();
    for (YamlValue item : list.listOrOne()) {
      mqtt.elsewhere(ConfigSection.MQTT.of(item), site).ifPresent(brokers::add);
    }
    return brokers;
  }

  private void broker(YamlMap map) {
    config.brokerPort(map.find("port").map(port -> (int) port.integer(0, 0xffff)).orElse(0));
    mqtt.inside(map).ifPresent(config::broker);
  }

  private void audits(YamlMap map) {
    int window =
        map.find("window")
            .map(size -> (int) size.integer(1, MAX_WINDOW))
            .orElse(AuditRules.STANDARD.window());
    Optional<Double> alarm = map.find("alarm").map(share -> share.number(0, 1));
    config.audits(
        new AuditRules(window, alarm.map(OptionalDouble::of).orElse(OptionalDouble.empty())));
  }

  private void push(YamlMap map) {
    Guard guard = map.find("guard").map(ConfigReader::guard).orElse(PushSettings.STANDARD_GUARD);
    values
        .secret(ConfigSection.PUSH_KEYS.of(map.get("keys")))
        .ifPresent(keys -> config.push(new PushSettings(keys, guard)));
  }

  private void seals(YamlMap map) {
    boolean required =
        map.find("required")
            .map(value -> value.choice("false", "true"))
            .filter("true"::equals)
            .isPresent();
    values
        .secret(ConfigSection.SEALS_KEYS.of(map.get("keys")))
        .ifPresent(keys -> config.seals(new SealSettings(keys, required)));
  }

  private void journal(YamlMap map) {
    JournalSettings standard = JournalSettings.of(values.path(map.get("folder")));
    long megabytes =
        map.find("maxMb")
            .map(mb -> mb.integer(JournalSettings.LEAST_MB, JournalSettings.MOST_MB))
            .orElse(JournalSettings.STANDARD_MB);
    long minutes =
        map.find("retentionMinutes")
            .map(time -> time.integer(0, JournalSettings.MOST_MINUTES))
            .orElse(JournalSettings.STANDARD_MINUTES);
    config.journal(standard.within(megabytes << 20, Duration.ofMinutes(minutes)));
  }

  private void harvest(YamlMap map) {
    String store = values.store(map.get("store"));
    HarvestRetention standard = HarvestRetention.STANDARD;
    HarvestRetention retention =
        new HarvestRetention(
            map.find("samples")
                .map(most -> most.integer(1, Integer.MAX_VALUE))
                .orElse(standard.samples()),
            map.find("megabytes")
                .map(most -> most.integer(1, Integer.MAX_VALUE) << MEGABYTE_BITS)
                .orElse(standard.bytes()),
            map.find("days").map(days -> Duration.ofDays(days.integer(1, MAX_DAYS))));
    Optional<SecretSource> password =
        map.find("password").map(ConfigSection.HARVEST_PASSWORD::of).flatMap(values::secret);
    if (!store.isEmpty()) {
      config.harvest(new HarvestSettings(store, password, retention));
    }
  }

  private static Guard guard(YamlValue value) {
    if (value.isText()) {
      value.choice("none");
      return Guard.NONE;
    }
    YamlMap map = ConfigSection.PUSH_GUARD.of(value);
    return Guard.of(
        map.get("share").number(0, 1), (int) map.get("samples").integer(1, MAX_GUARD_SAMPLES));
  }
}
