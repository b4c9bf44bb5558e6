package dev.upcall.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Exit;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.host.SecretSource;
import dev.upcall.host.audit.AuditRules;
import dev.upcall.host.harvest.HarvestRetention;
import dev.upcall.host.harvest.HarvestSettings;
import dev.upcall.host.journal.JournalSettings;
import dev.upcall.host.push.PushSettings;
import dev.upcall.host.push.SealSettings;
import dev.upcall.host.security.BrokerSecurity;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.serving.ServingAddress;
import dev.upcall.host.serving.ServingTarget;
import dev.upcall.host.tier.TierPolicy;
import dev.upcall.host.tier.TierSettings;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.MqttVersion;
import dev.upcall.host.transport.SerialSettings;
import dev.upcall.host.web.HttpSecurity;
import dev.upcall.host.web.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static final Path HOME = Path.of(System.getProperty("upcall.home"));

  @TempDir Path folder;

  private GatewayConfig.Builder read(String text) {
    try {
      return ConfigReader.read(Files.writeString(folder.resolve("gateway.yaml"), text));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> errors(String text) {
    return assertThrows(UpcallException.class, () -> read(text)).diagnostics().stream()
        .map(Diagnostic::toString)
        .toList();
  }

  @Test
  void readsEverySection() {
    GatewayConfig config =
        read("""
        projects: [digits, ../more/fashion]
        site: lab
        serial:
          - {port: /dev/ttyACM0}
          - {port: /dev/ttyUSB1, baud: 921600}
        mqtt:
          - {broker: "tcp://127.0.0.1", version: 3.1.1}
          - broker: mqtts://two:1884
            site: home
            client: g2
            share: all
            tls: {ca: ca.pem}
            user: me
            password: {file: secret}
        broker:
          port: 1885
          host: 0.0.0.0
          tls: {certificate: broker.pem, key: broker.key}
          users: users
          acl: acl
        members:
          remote: [wide]
          served:
            - {member: small, url: "http://localhost:8080/v2/models/s", batch: 8}
            - member: deep
              url: https://cluster/v2/models/deep/versions/2
              tls: {ca: ca.pem}
              token: {file: token}
        above:
          name: branch-7
          mqtt: {broker: "mqtts://cloud", site: shop, client: tier}
          policy: {use: RateLimited, interval: 100, of: {use: Threshold, theta: 0.75}}
        audits: {window: 50, alarm: 0.9}
        push:
          keys: {file: keys}
          guard: {share: 0.5, samples: 200}
        seals: {keys: {environment: SEALS}, required: true}
        journal: {folder: kept, maxMb: 64, retentionMinutes: 5}
        harvest: {store: stored, password: {environment: DB}, megabytes: 5, days: 90}
        http:
          address: 9090
          tls: {certificate: page.pem, key: page.key, ca: ca.pem}
          users: users
          push: [me]
        drain: 30
        log: json
        """)
            .build();
    Optional<Path> none = Optional.empty();
    MqttOptions one =
        MqttOptions.of("tcp://127.0.0.1:1883", "lab", GatewayConfig.standardClient())
            .with(MqttVersion.V3_1_1);
    MqttOptions two = config.mqtt().get(1);
    assertEquals("ssl://two:1884", two.brokers().toString());
    assertEquals(
        List.of("home", "g2", "all"),
        List.of(two.site(), two.clientId(), two.shareGroup().orElseThrow()));
    assertEquals(
        new TlsFiles(Optional.of(folder.resolve("ca.pem")), none, none), two.security().tls());
    assertEquals("me", two.security().credentials().orElseThrow().user());
    ServingTarget deep = config.members().served().get(1);
    assertEquals("https://cluster:443/v2/models/deep/versions/2", deep.address().toString());
    assertEquals(new TlsFiles(Optional.of(folder.resolve("ca.pem")), none, none), deep.tls());
    assertEquals("file " + folder.resolve("token"), deep.token().orElseThrow().toString());
    ServingTarget small =
        new ServingTarget(
            "small",
            ServingAddress.parse("http://localhost:8080/v2/models/s"),
            8,
            TlsFiles.STANDARD,
            Optional.empty(),
            false);
    TlsFiles own =
        new TlsFiles(
            none,
            Optional.of(folder.resolve("broker.pem")),
            Optional.of(folder.resolve("broker.key")));
    PolicySpec threshold =
        new PolicySpec("Threshold", Optional.empty(), Map.of("theta", 0.75), List.of());
    TlsFiles page =
        new TlsFiles(
            Optional.of(folder.resolve("ca.pem")),
            Optional.of(folder.resolve("page.pem")),
            Optional.of(folder.resolve("page.key")));
    assertEquals(
        new GatewayConfig.Builder()
            .projects(
                List.of(folder.resolve("digits"), folder.resolve("../more/fashion").normalize()))
            .site("lab")
            .serial(
                List.of(
                    new SerialSettings("/dev/ttyACM0", 115_200),
                    new SerialSettings("/dev/ttyUSB1", 921_600)))
            .mqtt(List.of(one, two))
            .brokerPort(1885)
            .broker(
                new BrokerSecurity(
                    "0.0.0.0",
                    Optional.of(own),
                    Optional.of(folder.resolve("users")),
                    Optional.of(folder.resolve("acl")),
                    false))
            .members(new MembersElsewhere(Set.of("wide"), List.of(small, deep)))
            .above(
                new TierSettings(
                    MqttOptions.of(
                            Brokers.parse("mqtts://cloud"), "shop", "tier", MqttSecurity.NONE)
                        .keepingSession(),
                    "branch-7",
                    new TierPolicy(
                        new PolicySpec(
                            "RateLimited",
                            Optional.empty(),
                            Map.of("interval", 100.0, "of.theta", 0.75),
                            List.of(),
                            Optional.of(threshold)),
                        folder,
                        "gateway.yaml:32")))
            .audits(new AuditRules(50, OptionalDouble.of(0.9)))
            .seals(new SealSettings(SecretSource.environment("SEALS"), true))
            .push(new PushSettings(SecretSource.file(folder.resolve("keys")), Guard.of(0.5, 200)))
            .journal(
                JournalSettings.of(folder.resolve("kept")).within(64L << 20, Duration.ofMinutes(5)))
            .harvest(
                new HarvestSettings(
                    folder.resolve("stored").toString(),
                    Optional.of(SecretSource.environment("DB")),
                    new HarvestRetention(1_000_000, 5 << 20, Optional.of(Duration.ofDays(90)))))
            .http(
                new HttpSettings(
                    "127.0.0.1",
                    9090,
                    new HttpSecurity(
                        Optional.of(page),
                        Optional.of(folder.resolve("users")),
                        Set.of("me"),
                        false)))
            .drain(Duration.ofSeconds(30))
            .log(LogFormat.JSON)
            .build(),
        config);
  }

  @Test
  void anEmptySectionOrNoneMeansTheDefaults() {
    assertEquals(
        new GatewayConfig.Builder().projects(List.of(folder.resolve("digits"))).build(),
        read("projects: digits\naudits: {}\n").build());
    assertEquals(OptionalInt.of(0), read("site: x\n").build().brokerInside());
    assertEquals(OptionalInt.empty(), read("serial: [{port: /dev/a}]\n").build().brokerInside());
  }

  @Test
  void aPortHasTheRateOfItsBoardUnlessTold() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            """
            serial:
              - {port: /dev/a, board: fast}
              - {port: /dev/b, board: fast, baud: 9600}
              - {port: /dev/c, board: my/board.yaml}
            """);
    Map<String, Integer> boards =
        Map.of("fast", 921_600, folder.resolve("my/board.yaml").toString(), 57_600);
    assertEquals(
        List.of(
            new SerialSettings("/dev/a", 921_600),
            new SerialSettings("/dev/b", 9600),
            new SerialSettings("/dev/c", 57_600)),
        ConfigReader.read(file, rates(boards)).build().serial());
    Files.writeString(file, "serial: [{port: /dev/a, board: slow}]\n");
    UpcallException e =
        assertThrows(UpcallException.class, () -> ConfigReader.read(file, rates(boards)));
    assertTrue(e.getMessage().contains("a board's name"), e.getMessage());
  }

  private static Function<String, OptionalInt> rates(Map<String, Integer> boards) {
    return name ->
        boards.containsKey(name) ? OptionalInt.of(boards.get(name)) : OptionalInt.empty();
  }

  /** As of two containers, in which both processes have the same number. */
  @Test
  void tiersOfOneNameAreTwoClients() {
    String name = "b".repeat(64);
    String text = "projects: digits\nabove: {name: %s, mqtt: {broker: 'tcp://localhost'}}\n";
    String one = read(text.formatted(name)).build().above().orElseThrow().broker().clientId();
    String two = read(text.formatted(name)).build().above().orElseThrow().broker().clientId();
    assertTrue(one.startsWith("bbb") && MqttOptions.isName(one), one);
    assertNotEquals(one, two);
  }

  @Test
  void aPasswordInTheAddressOfADatabaseIsRefusedAndNotRepeated() {
    String error = errors("harvest: {store: 'jdbc:postgresql://u:hunter2@db/upcall'}\n").get(0);
    assertTrue(error.startsWith("error UP3200"), error);
    assertTrue(error.contains("gateway.yaml:1"), error);
    assertFalse(error.contains("hunter2"), error);
  }

  @Test
  void allErrorsComeAtOnceWithLineAndNearestKey() {
    assertEquals(
        List.of(
            """
            error UP1104: unknown key "projetcs"
              at    gateway.yaml:1
              need  one of %s
              fix   did you mean "projects"?\
            """
                .formatted(topKeys()),
            """
            error UP1107: site has a value that cannot be used
              at    gateway.yaml:2
              found a/b
              need  1 to 64 letters, digits, - or _\
            """,
            """
            error UP1104: unknown key "boud"
              at    gateway.yaml:4
              need  one of port, board, baud
              fix   did you mean "baud"?\
            """,
            """
            error UP1107: audits.alarm has a value that cannot be used
              at    gateway.yaml:5
              found 90
              need  a number of 0.0 to 1.0\
            """,
            """
            error UP1103: key "push.keys" is missing
              at    gateway.yaml:6
              found keys guard\
            """),
        errors(
            """
            projetcs: [digits]
            site: a/b
            serial:
              - {port: /dev/ttyACM0, boud: 9600}
            audits: {alarm: 90}
            push: {guard: none}
            """));
  }

  private static String topKeys() {
    return ConfigSection.allKeys().stream()
        .filter(key -> !key.contains("."))
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serial: [{port: /dev/a, baud: 1}]",
        "serial: 7",
        "mqtt: [{broker: 'tcp://localhost:1', share: '#'}]",
        "mqtt: [{broker: 'tcp://localhost:1', version: 4}]",
        "mqtt: [{broker: 'tcp://localhost:1', password: {file: a}}]",
        "broker: {port: 65536}",
        "broker: 1883",
        "members: {served: [{url: 'http://localhost/v2/models/x'}]}",
        "members: {served: [{member: a, url: 'http://localhost/v2/models/x', batch: 0}]}",
        "members: {served: [{member: a, url: 'http://localhost/v2/models/x', token: {}}]}",
        "members: {remote: [a/b]}",
        "above: {mqtt: {broker: 'tcp://localhost'}}",
        "above: {name: a, mqtt: {broker: 'tcp://localhost'}, confidence: 0.9}",
        "above: {name: a, mqtt: {broker: 'tcp://localhost'}, policy: Threshold}",
        "above: {name: a, mqtt: {broker: 'tcp://localhost'}, policy: {theta: 0.9}}",
        "above: {name: a, mqtt: {broker: 'tcp://localhost'}, policy: {use: ../Mine.java}}",
        "above: {name: a, mqtt: {broker: 'tcp://localhost'}, policy: {use: Margin, theta: tuned}}",
        "above: {name: a, mqtt: {broker: 'tcp://localhost'}, policy: {use: Margin, theta: much}}",
        "above: {name: a, mqtt: {broker: 'tcp://localhost', share: all}}",
        "above: {name: a/b, mqtt: {broker: 'tcp://localhost'}}",
        "audits: {window: 0}",
        "push: {keys: {}}",
        "seals: {required: true}",
        "seals: {keys: {file: a}, required: perhaps}",
        "push: {keys: {file: a, environment: B}}",
        "push: {keys: {environment: ''}}",
        "push: {keys: {file: a}, guard: never}",
        "push: {keys: {file: a}, guard: {share: 2, samples: 1}}",
        "projects: [\"a\\0b\"]",
        "http: {address: 9090, insecure: sure}",
        "drain: -1",
        "log: xml",
        "- a list",
      })
  void whatCannotBeIsRefusedWithItsLine(String text) {
    UpcallException e = assertThrows(UpcallException.class, () -> read(text + "\n"));
    assertEquals(Exit.BAD_INPUT, e.exit());
    assertEquals(1, e.diagnostics().size(), e.getMessage());
    assertTrue(e.getMessage().contains("gateway.yaml:1"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mqtt: [{broker: nowhere}]",
        "mqtt: [{broker: 'tcp://host:0'}]",
        "mqtt: [{broker: 'tcp://host'}]",
        "mqtt: [{broker: 'tcp://localhost', version: 3.1.1, share: all}]",
        "mqtt: [{broker: 'tcp://localhost', tls: {ca: x}}]",
        "mqtt: [{broker: 'mqtts://host', tls: {certificate: x}}]",
        "members: {served: [{member: a, url: nowhere}]}",
        "members: {served: [{member: a, url: 'http://host/v2/models/x'}]}",
        "members: {served: [{member: a, url: 'http://localhost/v2/models/x', tls: {ca: b}}]}",
        "broker: {host: 0.0.0.0}",
        "broker: {acl: x}",
        "broker: {tls: {ca: x}}",
        "http: {address: nowhere}",
        "http: {address: '0.0.0.0:9090'}",
        "http: {address: '0.0.0.0:9090', tls: {certificate: x, key: y}}",
        "http: {address: '0.0.0.0:9090', users: x}",
        "http: {address: 9090, push: me}",
        "http: {address: '1.2.3.4:99999', insecure: true}",
        "http: {address: 9090, tls: {ca: x}}",
        "http: {address: 9090, tls: {key: x}}",
      })
  void whatIsNotSafeIsRefusedWithItsLine(String text) {
    UpcallException e = assertThrows(UpcallException.class, () -> read(text + "\n"));
    assertEquals(Exit.USAGE, e.exit());
    assertEquals(1, e.diagnostics().size(), e.getMessage());
    assertTrue(e.getMessage().contains("gateway.yaml:1"), e.getMessage());
  }

  @Test
  void credentialsInAnAddressAreRefusedAndNotRepeated() {
    List<String> errors = errors("mqtt: [{broker: 'tcp://me:hunter2@h:1'}]\n");
    assertEquals(1, errors.size());
    assertFalse(errors.get(0).contains("hunter2"), errors.get(0));
  }

  private static ConfigCheck check() {
    return new ConfigCheck(Map.of(), (policy, projects) -> {});
  }

  @Test
  void theCheckReadsSecretsAndPrintsNone() throws IOException {
    Files.writeString(folder.resolve("keys"), "0123456789abcdef".repeat(4));
    String text = "projects: " + HOME.resolve("examples/digits") + "\npush: {keys: {file: keys}}\n";
    GatewayConfig config = read(text).build();
    assertEquals("digits", check().check(config).get(0).manifest().name());
    String summary = ConfigSummary.of(config).toString();
    assertTrue(summary.contains("keys in file " + folder.resolve("keys")), summary);
    assertFalse(summary.contains("0123456789abcdef"), summary);
  }

  @Test
  void theCheckCollectsToo() {
    GatewayConfig config =
        read("projects: [no, nor]\npush: {keys: {environment: NO_SUCH}}\n").build();
    UpcallException e = assertThrows(UpcallException.class, () -> check().check(config));
    assertEquals(3, e.diagnostics().size(), e.getMessage());
    assertEquals("UP3150", e.diagnostics().get(2).code().id());
    assertEquals(Exit.BAD_INPUT, e.exit());
  }

  @Test
  void theCheckTriesThePolicyOfATier() {
    List<TierPolicy> tried = new ArrayList<>();
    GatewayConfig config =
        read("""
        projects: %s
        above: {name: a, mqtt: {broker: 'tcp://localhost'}}
        """
                .formatted(HOME.resolve("examples/digits")))
            .build();
    new ConfigCheck(
            Map.of(),
            (policy, projects) -> {
              assertEquals(1, projects.size());
              tried.add(policy);
            })
        .check(config);
    assertEquals("[Threshold, theta 0.9]", tried.toString());
  }

  @Test
  void theDocumentedKeysAreTheSchemas() throws IOException {
    Matcher row =
        Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE)
            .matcher(Files.readString(HOME.resolve("docs/operations.md")).split("\n## ")[1]);
    assertEquals(
        ConfigSection.allKeys().stream().sorted().toList(),
        row.results().map(found -> found.group(1)).sorted().toList());
  }

  @Test
  void theExampleIsSound() {
    GatewayConfig config = ConfigReader.read(HOME.resolve("deploy/gateway.yaml")).build();
    assertEquals(1, check().check(config).size());
  }
}
