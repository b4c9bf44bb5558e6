package dev.upcall.host.transport;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Result;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.inject.Target;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.testing.Certificates;
import dev.upcall.host.testing.Programs;
import dev.upcall.host.testing.TinyProject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What clients try that they may not (R15), on both brokers with the same rights: nothing of it
 * arrives anywhere, and the gateway goes on to serve a device that is in order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MqttNegativesTest {
  private static final byte[] UNSURE = {10, 12, 20, 30};
  private static final byte[] HOSTILE = "hostile".getBytes(StandardCharsets.UTF_8);
  private static final byte[] MARKER = "marker".getBytes(StandardCharsets.UTF_8);
  private static final String SITE = "upcall/v1/home/";
  private static final int TIMEOUT_MS = 10_000;

  private Path folder;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, Served> sites = new LinkedHashMap<>();
  private Certificates certificates;
  private Path ca;

  /** Something that has to fail, one way or another. */
  @FunctionalInterface
  private interface Attack {
    void on(Served served) throws Exception;
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    assumeTrue(Programs.exists("openssl"), "openssl is not installed");
    certificates = new Certificates(folder.resolve("certificates"));
    ca = certificates.authority("ca");
    Project project = TinyProject.in(folder.resolve("project"));
    sites.put("embedded", new Served(true, project));
    if (Programs.exists("mosquitto")) {
      sites.put("mosquitto", new Served(false, project));
    }
  }

  @AfterAll
  void stop() throws Exception {
    for (Served served : sites.values()) {
      served.close();
    }
    timer.shutdownNow();
  }

  Stream<Arguments> attacks() throws Exception {
    Map<String, Attack> all = new LinkedHashMap<>();
    connections(all);
    Map<String, String> wills =
        Map.of("state", "dev-7/state", "up", "dev-7/up", "down", "dev-8/down");
    wills.forEach((name, topic) -> all.put("a will on " + topic, s -> s.will(SITE + topic)));
    for (String topic :
        List.of(
            SITE + "dev-7/up",
            SITE + "dev-7/birth",
            SITE + "dev-7/state",
            SITE + "dev-7/down",
            SITE + "dev-8/down",
            SITE + "dev-8/up/more",
            SITE + "dev-8",
            "upcall/v1/plant/dev-8/up",
            "upcall",
            "upcall/v1/home//up")) {
      all.put("publishes on " + topic, s -> s.publish(topic, HOSTILE));
    }
    all.put("publishes 2 MB", s -> s.publish(SITE + "dev-8/up", new byte[2 << 20]));
    for (String filter :
        List.of(
            SITE + "dev-7/down",
            SITE + "+/down",
            SITE + "#",
            "upcall/#",
            "#",
            "+/+/+/+/down",
            "$share/x/" + SITE + "dev-7/down",
            "$share/x/" + SITE + "+/down",
            "$share/x",
            "$share//" + SITE + "dev-7/down",
            "$share/a+b/" + SITE + "dev-7/down")) {
      all.put("subscribes to " + filter, s -> s.subscribe(filter));
    }
    Stream.Builder<Arguments> arguments = Stream.builder();
    for (String broker : List.of("embedded", "mosquitto")) {
      all.forEach((name, attack) -> arguments.add(Arguments.of(broker, name, attack)));
    }
    for (String id :
        List.of(
            "+",
            "#",
            "dev-7",
            "upcall-dev-7",
            "upcall-gateway-7",
            "gateway",
            "gateway-7",
            "other",
            "a/b",
            "x".repeat(129))) {
      Attack attack = s -> s.refused(s.uri(), id, s.site.client("dev-8"));
      arguments.add(Arguments.of("embedded", "calls itself " + id, attack));
    }
    return arguments.build();
  }

  /** Clients that do not even get in. */
  private void connections(Map<String, Attack> all) throws Exception {
    Path otherCa = certificates.authority("other");
    TlsFiles foreign = files(certificates.issue(otherCa, "client", "DNS:client", 2));
    TlsFiles expired = files(certificates.issue(ca, "client", "DNS:client", -1));
    TlsFiles none = new TlsFiles(Optional.of(ca), Optional.empty(), Optional.empty());
    all.put("no certificate", s -> s.refused(SecuredSite.client("dev-8", "secret", none)));
    all.put(
        "a foreign certificate", s -> s.refused(SecuredSite.client("dev-8", "secret", foreign)));
    // This side would not even show it.
    all.put(
        "an expired certificate",
        s -> assertThrows(Exception.class, () -> SecuredSite.client("dev-8", "secret", expired)));
    all.put("plain TCP", s -> s.refused("tcp://127.0.0.1:" + s.site.port(), "dev-8", plain()));
    all.put("TLS 1.1", s -> assertFalse(s.speaksTls11()));
    all.put("anonymous", s -> s.refused(SecuredSite.client(null, "", s.site.good())));
    all.put("a wrong password", s -> s.refused(SecuredSite.client("dev-8", "x", s.site.good())));
    all.put("an empty password", s -> s.refused(SecuredSite.client("dev-8", "", s.site.good())));
    for (String user : List.of("dev-9", "+", "#", "dev-7/up", "$SYS", "")) {
      all.put("user \"" + user + "\"", s -> s.refused(s.site.client(user)));
    }
  }

  private TlsFiles files(Path certificate) {
    return new TlsFiles(Optional.of(ca), Optional.of(certificate), Optional.of(certificates.key()));
  }

  private static MqttConnectionOptions plain() {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setUserName("dev-8");
    options.setPassword(SecuredSite.PASSWORD.getBytes(StandardCharsets.UTF_8));
    options.setConnectionTimeout(2);
    return options;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("attacks")
  void nothingOfItArrivesAndOthersAreServed(String broker, String name, Attack attack)
      throws Exception {
    assumeTrue(sites.containsKey(broker), broker + " is not installed");
    Served served = sites.get(broker);
    attack.on(served);
    served.assertServes();
  }

  /** A broker with a gateway, a device in order, and one who sees everything. */
  private final class Served implements AutoCloseable {
    final SecuredSite site;
    private final GatewayService service;
    private final MqttDevice device;
    private final Injector injector;
    private final Target target;
    private final MqttAsyncClient auditor;
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    Served(boolean embedded, Project project) throws Exception {
      Path home = Files.createDirectories(folder.resolve(embedded ? "embedded" : "mosquitto"));
      site = SecuredSite.start(embedded, home, certificates, ca);
      injector =
          new Injector(
              System::nanoTime,
              timer,
              new Injector.Timing(Duration.ofSeconds(1), 20, Duration.ofSeconds(5)));
      service = new GatewayService(new MemoryJournal(), List.of(injector));
      service.gateway().serve(project);
      service.mqtt(site.gateway(MqttVersion.V5));
      auditor = connect(uri(), "auditor", site.client("auditor"), seen);
      auditor.subscribe("upcall/#", 1).waitForCompletion(TIMEOUT_MS);
      device = new MqttDevice(project, 7, 1, uri(), "home", site.client("dev-7"));
      target = injector.awaitTarget(Signature.of(project), "mqtt", Duration.ofMillis(TIMEOUT_MS));
    }

    String uri() {
      return site.uri();
    }

    private MqttAsyncClient connect(
        String uri, String id, MqttConnectionOptions options, Queue<String> arrived)
        throws MqttException {
      MqttAsyncClient client = new MqttAsyncClient(uri, id, new MemoryPersistence());
      client.setCallback(
          new Mqtt5Session.Callback(
              new MqttEvents(
                  (topic, payload, taken) ->
                      arrived.add(new String(payload, StandardCharsets.ISO_8859_1)),
                  lost -> {}),
              packet -> {}));
      try {
        client.connect(options).waitForCompletion(TIMEOUT_MS);
        return client;
      } catch (MqttException e) {
        client.close(true);
        throw e;
      }
    }

    void refused(MqttConnectionOptions options) {
      refused(uri(), "dev-8", options);
    }

    void refused(String uri, String id, MqttConnectionOptions options) {
      assertThrows(
          MqttException.class, () -> end(connect(uri, id, options, new ConcurrentLinkedQueue<>())));
    }

    boolean speaksTls11() throws Exception {
      try (Programs.Running client =
          Programs.start(
              "openssl",
              "s_client",
              "-connect",
              "127.0.0.1:" + site.port(),
              "-tls1_1",
              "-cipher",
              "ALL:@SECLEVEL=0",
              "-verify_return_error")) {
        return client.process().waitFor() == 0;
      }
    }

    /** Leaves a will, where that is allowed, and goes without a word. */
    void will(String topic) throws Exception {
      MqttConnectionOptions options = site.client("dev-8");
      MqttMessage will = new MqttMessage(HOSTILE);
      will.setQos(1);
      options.setWill(topic, will);
      try {
        end(connect(uri(), "dev-8", options, new ConcurrentLinkedQueue<>()));
      } catch (MqttException e) {
        // Refused at once, which is better.
      }
    }

    void publish(String topic, byte[] payload) throws Exception {
      MqttAsyncClient client =
          connect(uri(), "dev-8", site.client("dev-8"), new ConcurrentLinkedQueue<>());
      try {
        client.publish(topic, payload, 1, true).waitForCompletion(TIMEOUT_MS);
      } catch (MqttException e) {
        // Told so, or hung up on.
      } finally {
        end(client);
      }
    }

    /** Reads own answers and tries for others'; what is told it next shows what it was told. */
    void subscribe(String filter) throws Exception {
      Queue<String> arrived = new ConcurrentLinkedQueue<>();
      MqttAsyncClient client = connect(uri(), "dev-8", site.client("dev-8"), arrived);
      try {
        client.subscribe(SITE + "dev-8/down", 1).waitForCompletion(TIMEOUT_MS);
        try {
          client.subscribe(filter, 1).waitForCompletion(TIMEOUT_MS);
        } catch (MqttException | IllegalArgumentException e) {
          // Told so, or hung up on.
        }
        for (String topic : List.of("dev-7/down", "dev-8/down")) {
          byte[] payload =
              topic.startsWith("dev-7") ? "not yours".getBytes(StandardCharsets.UTF_8) : MARKER;
          auditor.publish(SITE + topic, payload, 1, false).waitForCompletion(TIMEOUT_MS);
        }
        await(() -> arrived.contains("marker") || !client.isConnected());
        assertFalse(arrived.contains("not yours"), filter);
      } finally {
        end(client);
      }
    }

    private static void end(MqttAsyncClient client) throws MqttException {
      if (client.isConnected()) {
        client.disconnectForcibly(0, 0, false);
      }
      client.close(true);
    }

    void assertServes() throws Exception {
      assertEquals(
          Result.Source.ANSWERED,
          injector.inject(target, UNSURE, false).get(TIMEOUT_MS, TimeUnit.MILLISECONDS).source());
      auditor.publish(SITE + "end/state", MARKER, 1, false).waitForCompletion(TIMEOUT_MS);
      await(() -> seen.contains("marker"));
      assertFalse(
          seen.stream().anyMatch(text -> text.equals("hostile") || text.length() > 1 << 20));
      seen.clear();
    }

    @Override
    public void close() throws Exception {
      end(auditor);
      device.close();
      service.close();
      site.close();
    }
  }
}
