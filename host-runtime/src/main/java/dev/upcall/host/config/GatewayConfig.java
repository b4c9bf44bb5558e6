package dev.upcall.host.config;

import dev.upcall.host.audit.AuditRules;
import dev.upcall.host.harvest.HarvestSettings;
import dev.upcall.host.journal.JournalSettings;
import dev.upcall.host.push.PushSettings;
import dev.upcall.host.push.SealSettings;
import dev.upcall.host.security.BrokerSecurity;
import dev.upcall.host.tier.TierSettings;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.SerialSettings;
import dev.upcall.host.web.HttpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that a gateway is told before it starts, whether by a file or on the command line.
 *
 * @param projects folders of the projects served
 * @param site whose devices are served at the broker inside
 * @param serial ports with a device each
 * @param mqtt brokers elsewhere
 * @param brokerPort of the broker inside, 0 for a free one; empty: none is asked for
 * @param broker who may use the broker inside
 * @param members those that do not run in the gateway's process
 * @param above the tier that is asked what this gateway is unsure of; empty: none
 * @param audits what is made of devices' audits
 * @param push how devices are kept at tuned parameters; empty: they are not
 * @param seals by which devices on serial ports prove who they are; empty: they need not
 * @param journal of upcalls on disk; empty: they are kept in memory alone
 * @param harvest where answered upcalls are kept; empty: they are not
 * @param http where the page, metrics and health are to be had; empty: nowhere
 * @param log how the log is written; empty: progress for a person at a terminal
 * @param drain how long upcalls that are open when the gateway ends may take to be answered
 */
public record GatewayConfig(
    List<Path> projects,
    String site,
    List<SerialSettings> serial,
    List<MqttOptions> mqtt,
    OptionalInt brokerPort,
    BrokerSecurity broker,
    MembersElsewhere members,
    Optional<TierSettings> above,
    AuditRules audits,
    Optional<PushSettings> push,
    Optional<SealSettings> seals,
    Optional<JournalSettings> journal,
    Optional<HarvestSettings> harvest,
    Optional<HttpSettings> http,
    Optional<LogFormat> log,
    Duration drain) {
  public static final String STANDARD_SITE = "default";

  /** Longer than any ensemble takes, shorter than systemd waits. */
  public static final Duration STANDARD_DRAIN = Duration.ofSeconds(10);

  public GatewayConfig {
    projects = List.copyOf(projects);
    serial = List.copyOf(serial);
    mqtt = List.copyOf(mqtt);
    Objects.requireNonNull(broker);
    Objects.requireNonNull(members);
    Objects.requireNonNull(above);
    Objects.requireNonNull(audits);
    Objects.requireNonNull(push);
    Objects.requireNonNull(seals);
    Objects.requireNonNull(journal);
    Objects.requireNonNull(harvest);
    Objects.requireNonNull(http);
    Objects.requireNonNull(log);
    if (drain.isNegative()) {
      throw new IllegalArgumentException("drain " + drain);
    }
    if (!MqttOptions.isName(site)) {
      throw new IllegalArgumentException("site \"" + site + "\"");
    }
    if (brokerPort.isPresent() && (brokerPort.getAsInt() < 0 || brokerPort.getAsInt() > 0xffff)) {
      throw new IllegalArgumentException("broker port " + brokerPort);
    }
  }

  /** Port of the broker to start inside: the one asked for, or a free one where nothing else is. */
  public OptionalInt brokerInside() {
    return brokerPort.isEmpty() && serial.isEmpty() && mqtt.isEmpty()
        ? OptionalInt.of(0)
        : brokerPort;
  }

  /** How this gateway calls itself at brokers, unless the file says. */
  public static String standardClient() {
    return "upcall-gateway-" + ProcessHandle.current().pid();
  }

  /** Gathers a configuration, what is set later overriding what was set before. */
  public static final class Builder {
    private List<Path> projects = List.of();
    private String site = STANDARD_SITE;
    private List<SerialSettings> serial = List.of();
    private List<MqttOptions> mqtt = List.of();
    private OptionalInt brokerPort = OptionalInt.empty();
    private BrokerSecurity broker = BrokerSecurity.LOOPBACK;
    private MembersElsewhere members = MembersElsewhere.NONE;
    private Optional<TierSettings> above = Optional.empty();
    private AuditRules audits = AuditRules.STANDARD;
    private Optional<PushSettings> push = Optional.empty();
    private Optional<SealSettings> seals = Optional.empty();
    private Optional<JournalSettings> journal = Optional.empty();
    private Optional<HarvestSettings> harvest = Optional.empty();
    private Optional<HttpSettings> http = Optional.empty();
    private Optional<LogFormat> log = Optional.empty();
    private Duration drain = STANDARD_DRAIN;

    public Builder projects(List<Path> folders) {
      this.projects = folders;
      return this;
    }

    /** The site everywhere, also at the brokers set so far. */
    public Builder site(String name) {
      this.site = name;
      this.mqtt = mqtt.stream().map(options -> options.withSite(name)).toList();
      return this;
    }

    public Builder serial(List<SerialSettings> ports) {
      this.serial = ports;
      return this;
    }

    /** One rate for all ports set so far. */
    public Builder baud(int rate) {
      return serial(serial.stream().map(set -> new SerialSettings(set.port(), rate)).toList());
    }

    public Builder mqtt(List<MqttOptions> brokers) {
      this.mqtt = brokers;
      return this;
    }

    /**
     * How the gateway calls itself at the brokers set so far.
     *
     * @throws dev.upcall.core.diagnostic.UpcallException UP3024 for an id that is no name
     */
    public Builder client(String id) {
      this.mqtt = mqtt.stream().map(options -> options.withClient(id).keepingSession()).toList();
      return this;
    }

    /** Whether brokers elsewhere are set so far. */
    public boolean hasBrokers() {
      return !mqtt.isEmpty();
    }

    /** The site set so far. */
    public String site() {
      return site;
    }

    /** Who may use the broker inside. */
    public Builder broker(BrokerSecurity security) {
      this.broker = security;
      return this;
    }

    /** The same, with a broker to be started, on a free port unless one is set. */
    public Builder startBroker(BrokerSecurity security) {
      brokerPort = OptionalInt.of(brokerPort.orElse(0));
      return broker(security);
    }

    /** Who may use the broker inside so far. */
    public BrokerSecurity broker() {
      return broker;
    }

    public Builder brokerPort(int port) {
      this.brokerPort = OptionalInt.of(port);
      return this;
    }

    public Builder members(MembersElsewhere places) {
      this.members = places;
      return this;
    }

    /** Members elsewhere so far. */
    public MembersElsewhere members() {
      return members;
    }

    public Builder above(TierSettings tier) {
      this.above = Optional.of(tier);
      return this;
    }

    public Builder audits(AuditRules rules) {
      this.audits = rules;
      return this;
    }

    /** What is made of audits so far. */
    public AuditRules audits() {
      return audits;
    }

    public Builder push(PushSettings settings) {
      this.push = Optional.of(settings);
      return this;
    }

    public Builder seals(SealSettings settings) {
      this.seals = Optional.of(settings);
      return this;
    }

    /** How parameters are pushed so far. */
    public Optional<PushSettings> push() {
      return push;
    }

    public Builder journal(JournalSettings settings) {
      this.journal = Optional.of(settings);
      return this;
    }

    /** The journal so far. */
    public Optional<JournalSettings> journal() {
      return journal;
    }

    public Builder harvest(HarvestSettings settings) {
      this.harvest = Optional.of(settings);
      return this;
    }

    /** Where answered upcalls are kept so far. */
    public Optional<HarvestSettings> harvest() {
      return harvest;
    }

    public Builder http(HttpSettings settings) {
      this.http = Optional.of(settings);
      return this;
    }

    /** Where the page, metrics and health are to be had so far. */
    public Optional<HttpSettings> http() {
      return http;
    }

    public Builder log(LogFormat format) {
      this.log = Optional.of(format);
      return this;
    }

    public Builder drain(Duration bound) {
      this.drain = bound;
      return this;
    }

    public GatewayConfig build() {
      return new GatewayConfig(
          projects,
          site,
          serial,
          mqtt,
          brokerPort,
          broker,
          members,
          above,
          audits,
          push,
          seals,
          journal,
          harvest,
          http,
          log,
          drain);
    }
  }
}
