package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.upcall.cli.firmware.Home;
import dev.upcall.host.config.ConfigReader;
import dev.upcall.host.config.GatewayConfig;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.web.GatewayWeb;
import dev.upcall.host.web.HttpSettings;
import dev.upcall.tests.rig.CommandLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What deploy/kubernetes says fits together, and fits the gateway. */
class KubernetesTest {
  private static final Path FOLDER = Home.path("deploy/kubernetes");
  private static final String NAME = "app.kubernetes.io/name";

  @TempDir Path folder;
  private static final List<JsonNode> documents = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    for (JsonNode file : yaml(FOLDER.resolve("kustomization.yaml")).get(0).path("resources")) {
      documents.addAll(yaml(FOLDER.resolve(file.asText())));
    }
  }

  private static List<JsonNode> yaml(Path file) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (Object document : new Yaml().loadAll(Files.readString(file))) {
      all.add(new ObjectMapper().valueToTree(document));
    }
    return all;
  }

  private static List<JsonNode> of(String kind) {
    return documents.stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
  }

  private static JsonNode one(String kind, String name) {
    List<JsonNode> found =
        of(kind).stream().filter(one -> one.at("/metadata/name").asText().equals(name)).toList();
    assertEquals(1, found.size(), kind + " " + name);
    return found.get(0);
  }

  private static Stream<JsonNode> items(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static List<JsonNode> workloads() {
    return Stream.concat(of("Deployment").stream(), of("StatefulSet").stream()).toList();
  }

  @Test
  void everyDocumentSaysWhatItIs() {
    Set<String> seen = new HashSet<>();
    for (JsonNode document : documents) {
      String kind = document.path("kind").asText();
      String name = document.at("/metadata/name").asText();
      assertFalse(document.path("apiVersion").asText().isEmpty(), document::toString);
      assertTrue(name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"), kind + " \"" + name + "\"");
      assertTrue(seen.add(kind + "/" + name), "twice: " + kind + " " + name);
      assertTrue(
          kind.equals("Namespace")
              || kind.equals("ConfigMap")
              || document.has("spec")
              || kind.equals("ServiceAccount"),
          kind + " " + name + " without a spec");
    }
    for (String kind :
        List.of(
            "Deployment",
            "StatefulSet",
            "HorizontalPodAutoscaler",
            "PodDisruptionBudget",
            "InferenceService",
            "NetworkPolicy",
            "Service")) {
      assertFalse(of(kind).isEmpty(), "no " + kind);
    }
  }

  @Test
  void selectorsFindPodsAndNamesFindPorts() {
    for (JsonNode workload : workloads()) {
      assertEquals(
          workload.at("/spec/selector/matchLabels"), workload.at("/spec/template/metadata/labels"));
    }
    for (String kind : List.of("Service", "PodDisruptionBudget", "NetworkPolicy", "PodMonitor")) {
      for (JsonNode document : of(kind)) {
        JsonNode selector = document.path("spec").path("selector");
        JsonNode labels =
            kind.equals("Service")
                ? selector
                : kind.equals("NetworkPolicy")
                    ? document.at("/spec/podSelector/matchLabels")
                    : selector.path("matchLabels");
        JsonNode pod = pod(labels.path(NAME).asText());
        Set<String> ports = new HashSet<>();
        pod.path("containers")
            .forEach(c -> c.path("ports").forEach(p -> ports.add(p.path("name").asText())));
        List<String> named = new ArrayList<>();
        document.at("/spec/ports").forEach(p -> named.add(p.path("targetPort").asText()));
        document
            .at("/spec/ingress")
            .forEach(rule -> rule.path("ports").forEach(p -> named.add(p.path("port").asText())));
        document.at("/spec/podMetricsEndpoints").forEach(p -> named.add(p.path("port").asText()));
        assertTrue(ports.containsAll(named), document.at("/metadata/name") + ": " + named);
      }
    }
  }

  private static JsonNode pod(String name) {
    List<JsonNode> found =
        workloads().stream()
            .map(one -> one.at("/spec/template"))
            .filter(one -> one.path("metadata").path("labels").path(NAME).asText().equals(name))
            .map(one -> one.path("spec"))
            .toList();
    assertEquals(1, found.size(), "pods called \"" + name + "\"");
    return found.get(0);
  }

  @Test
  void everyContainerIsProbedBoundedAndMountsWhatThereIs() throws IOException {
    Set<String> generated = new HashSet<>();
    yaml(FOLDER.resolve("kustomization.yaml"))
        .get(0)
        .path("configMapGenerator")
        .forEach(map -> generated.add(map.path("name").asText()));
    for (JsonNode workload : workloads()) {
      JsonNode pod = workload.at("/spec/template/spec");
      Set<String> volumes = new HashSet<>();
      pod.path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
      workload
          .at("/spec/volumeClaimTemplates")
          .forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));
      pod.path("volumes").findValues("configMap").stream()
          .map(map -> map.path("name").asText())
          .forEach(name -> assertTrue(generated.contains(name), "no ConfigMap " + name));
      assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
      for (JsonNode container : pod.path("containers")) {
        String name = container.path("name").asText();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
          assertTrue(container.has(probe), name + ": " + probe);
        }
        assertTrue(container.at("/resources/limits").has("memory"), name);
        assertTrue(container.at("/resources/requests").has("cpu"), name);
        assertFalse(container.path("image").asText().endsWith(":latest"), name);
        assertTrue(container.path("image").asText().contains(":"), name);
        items(container.path("volumeMounts"))
            .forEach(mount -> assertTrue(volumes.contains(mount.path("name").asText()), name));
        // Secrets come as files; of the environment only what is no secret.
        assertTrue(container.path("env").findValues("secretKeyRef").isEmpty(), name);
      }
    }
  }

  @Test
  void theAutoscalerFollowsAMetricThatIsExposed() throws Exception {
    JsonNode scaler = one("HorizontalPodAutoscaler", "upcall-gateway");
    JsonNode target = scaler.at("/spec/scaleTargetRef");
    JsonNode deployment = one(target.path("kind").asText(), target.path("name").asText());
    assertEquals(deployment.path("apiVersion"), target.path("apiVersion"));
    assertFalse(deployment.path("spec").has("replicas"), "or each apply undoes the autoscaler");
    assertTrue(scaler.at("/spec/minReplicas").asInt() >= 2);
    String metric = scaler.at("/spec/metrics/0/pods/metric/name").asText();
    String rules = one("ConfigMap", "upcall-adapter-rules").at("/data/config.yaml").asText();
    JsonNode rule = new ObjectMapper().valueToTree(new Yaml().load(rules)).at("/rules/0");
    assertTrue(rule.path("seriesQuery").asText().startsWith(metric + "{"), rules);
    assertTrue(rule.path("metricsQuery").asText().contains("<<.Series>>"), rules);

    JsonNode container = deployment.at("/spec/template/spec/containers/0");
    try (GatewayService service = new GatewayService(new MemoryJournal(), List.of());
        GatewayWeb web = new GatewayWeb(HttpSettings.parse("0"), service)) {
      assertTrue(get(web, "/metrics").body().contains("\n" + metric + " "), metric);
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        String path = container.path(probe).at("/httpGet/path").asText();
        assertFalse(get(web, path).statusCode() == 404, path);
      }
      String metrics =
          one("PodMonitor", "upcall-gateway").at("/spec/podMetricsEndpoints/0/path").asText();
      assertEquals(200, get(web, metrics).statusCode());
    }
  }

  private static HttpResponse<String> get(GatewayWeb web, String path) throws Exception {
    URI uri = URI.create(web.uri()).resolve(path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theGatewaysConfigurationIsItsOwn() throws Exception {
    Path file = FOLDER.resolve("gateway-config.yaml");
    GatewayConfig config = ConfigReader.read(file).client("gateway-pod").build();
    MqttOptions broker = config.mqtt().get(0);
    assertTrue(broker.shareGroup().isPresent(), "gateways share the fleet");
    assertTrue(config.journal().isEmpty(), "a disk would tie a gateway to its place");

    JsonNode deployment = one("Deployment", "upcall-gateway");
    JsonNode pod = deployment.at("/spec/template/spec");
    long grace = pod.path("terminationGracePeriodSeconds").asLong();
    assertTrue(config.drain().toSeconds() + 10 <= grace, "killed while it drains");
    JsonNode service = one("Service", "upcall-broker").at("/spec/ports/0");
    assertEquals(
        "[ssl://upcall-broker:" + service.path("port").asInt() + "]",
        broker.brokers().all().toString());
    HttpSettings http = config.http().orElseThrow();
    assertTrue(
        http.toString().contains(":" + pod.at("/containers/0/ports/0/containerPort").asInt()),
        http::toString);
    Set<String> mounts = new HashSet<>();
    pod.at("/containers/0/volumeMounts").forEach(m -> mounts.add(m.path("mountPath").asText()));
    assertTrue(mounts.containsAll(Set.of("/config", "/models", "/secrets/tls", "/secrets/mqtt")));

    // The command as the container runs it; certificates and passwords are not ours to have here.
    String text = Files.readString(file);
    int tls = text.indexOf("    user: gateway");
    String open = text.substring(0, tls) + text.substring(text.indexOf("# No journal"));
    Path copy =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            open.replace("/models/digits", Home.path("examples/digits").toString()));
    List<String> arguments = new ArrayList<>();
    for (JsonNode argument : pod.at("/containers/0/args")) {
      arguments.add(
          argument
              .asText()
              .replace("/config/gateway.yaml", copy.toString())
              .replace("$(POD_NAME)", "upcall-gateway-7d4b9c6f5-x2x9k"));
    }
    arguments.add("--check-config");
    CommandLine.Outcome checked =
        CommandLine.run(folder, List.of(), arguments.toArray(String[]::new));
    assertEquals(0, checked.exit(), checked.err());
    assertTrue(
        checked.out().contains("client gateway-upcall-gateway-7d4b9c6f5-x2x9k"), checked.out());
    assertTrue(checked.out().contains("shared in group gateways"), checked.out());
  }

  @Test
  void theBrokersConfigurationIsOne() throws Exception {
    JsonNode set = one("StatefulSet", "upcall-broker");
    FileConfiguration broker = new FileConfiguration();
    FileDeploymentManager manager =
        new FileDeploymentManager(FOLDER.resolve("broker.xml").toUri().toString());
    manager.addDeployable(broker);
    manager.readConfiguration();
    Set<String> ports = new HashSet<>();
    set.at("/spec/template/spec/containers/0/ports")
        .forEach(port -> ports.add(port.path("containerPort").asText()));
    Set<String> acceptors = new HashSet<>();
    broker
        .getAcceptorConfigurations()
        .forEach(
            acceptor -> {
              acceptors.add(String.valueOf(acceptor.getParams().get("port")));
              assertEquals("true", acceptor.getParams().get("sslEnabled"), acceptor.getName());
            });
    assertEquals(ports, acceptors);
    // Each node finds every other by the name that the StatefulSet gives it.
    Set<String> nodes = new HashSet<>();
    broker
        .getConnectorConfigurations()
        .values()
        .forEach(node -> nodes.add(String.valueOf(node.getParams().get("host"))));
    for (int i = 0; i < set.at("/spec/replicas").asInt(); i++) {
      assertTrue(
          nodes.contains("upcall-broker-" + i + "." + set.at("/spec/serviceName").asText()),
          nodes::toString);
    }
    assertEquals(1, broker.getClusterConfigurations().size());
    assertEquals(0, broker.getAddressSettings().get("#").getRedistributionDelay(), "messages move");
    assertTrue(broker.isSecurityEnabled());
    assertNotNull(broker.getSecurityRoles().get("upcall.v1.home.*.up"));
  }

  @Test
  void everyMemberOfTheProjectIsServed() throws IOException {
    Set<String> members = new HashSet<>();
    for (JsonNode service : of("InferenceService")) {
      JsonNode model = service.at("/spec/predictor/model");
      String name = service.at("/metadata/name").asText();
      assertEquals("v2", model.path("protocolVersion").asText());
      assertEquals("onnx", model.at("/modelFormat/name").asText());
      assertTrue(model.path("storageUri").asText().endsWith("/" + name), name);
      assertTrue(service.at("/spec/predictor/minReplicas").asInt() >= 2, name);
      members.add(name);
    }
    List<String> asked =
        ConfigReader.read(FOLDER.resolve("gateway-config.yaml")).members().served().stream()
            .map(one -> one.address() + " for " + one.member())
            .toList();
    for (String name : members) {
      String member = name.substring("digits-".length());
      String url = "http://" + name + "-predictor:80/v2/models/" + name + " for " + member;
      assertTrue(asked.contains(url), () -> url + " is not among " + asked);
    }
    assertEquals(members.size(), asked.size());
    JsonNode manifest = yaml(Home.path("examples/digits/ensemble.yaml")).get(0);
    Set<String> expected = new HashSet<>();
    manifest.at("/host/members").forEach(member -> expected.add("digits-" + member.asText()));
    assertEquals(expected, members);
  }
}
