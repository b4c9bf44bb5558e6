package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.cli.Console;
import dev.upcall.cli.gateway.TunedPush;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.tool.Emulation;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunOptions;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.project.Tuned;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.MessageType;
import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.core.wire.Result;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.inject.Target;
import dev.upcall.host.push.DeviceKeys;
import dev.upcall.host.transport.EmbeddedBroker;
import dev.upcall.host.transport.MessageListener;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.project.OfflineLadder.Outcome;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Agreement;
import dev.upcall.tests.rig.CommandLine;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.KeyedDevice;
import dev.upcall.tests.rig.MqttDevice;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New parameters on devices that are out: their ladder is that of Java with the new values. */
class PushEndToEndTest {
  private static final String DEVICE =
      """
      stages:
        - run: exits
          exit: early
          policy: {use: Threshold, theta: tuned, pushed: [theta, temperature]}
        - run: exits
          policy: {use: LogisticRegression, beta: tuned, w1: 1, w2: -1, pushed: [beta]}
      """;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Prepared first;
  private static Path key;

  @BeforeAll
  static void prepare() throws Exception {
    first = Prepared.of(SyntheticProject.tiny().write(folder.resolve("project"), DEVICE));
    key = folder.resolve("key");
    Files.writeString(key, "0123456789abcdef".repeat(4) + "\n");
  }

  /** Writes other values than the firmware was built with; what has to come of them. */
  private static Prepared retune(double temperature) {
    Project project = first.project();
    OfflineLadder ladder = new OfflineLadder(project);
    ladder.tune();
    double theta = Tuned.load(project).orElseThrow().stage(0).get("theta");
    double beta = Tuned.load(project).orElseThrow().stage(1).get("beta");
    new Tuned(
            Map.of(),
            Map.of(
                0, Map.of("theta", 0.97 * theta, "temperature", temperature),
                1, Map.of("beta", 0.98 * beta)))
        .save(project);
    List<Outcome> outcomes = new OfflineLadder(project).run(first.raw());
    assertNotEquals(stages(first.expected()), stages(outcomes), "the values make a difference");
    return new Prepared(project, first.raw(), outcomes);
  }

  private static List<String> stages(List<Outcome> outcomes) {
    return outcomes.stream().map(o -> o.stage() + " " + o.upcall()).toList();
  }

  private static CommandLine.Outcome push(Path port, Path keys, String... more) {
    List<String> arguments = new ArrayList<>(List.of("push", first.project().folder().toString()));
    arguments.addAll(List.of("--serial", port.toString(), "--key", keys.toString()));
    arguments.addAll(List.of(more));
    return CommandLine.run(folder, List.of(), arguments.toArray(String[]::new));
  }

  @Test
  void theCommandPushesAndTheDeviceKeepsAndTakesBack() throws Exception {
    new OfflineLadder(first.project()).tune();
    Path built = RunningBoard.build(first.project(), "posix", folder.resolve("out"));
    Prepared next = retune(0.95);
    try (KeyedDevice device = KeyedDevice.start(RunningBoard.image(built), key, folder)) {
      CommandLine.Outcome pushed =
          push(device.port(), key, "--guard", "none", "--push-version", "5");
      assertEquals(0, pushed.exit(), pushed.err());
      assertTrue(pushed.out().contains(": taken"), pushed.out());
      Path other = Files.writeString(folder.resolve("other"), "ff".repeat(32));
      CommandLine.Outcome forged = push(device.port(), other, "--push-version", "6");
      assertEquals(8, forged.exit(), forged.out());
      assertTrue(forged.out().contains("refused: not authentic"), forged.out() + forged.err());
      agrees(device.port(), next);
    }
    try (KeyedDevice device = KeyedDevice.start(RunningBoard.image(built), key, folder)) {
      agrees(device.port(), next);
      String[] asking = {
        "--set", "0.theta=1", "--set", "1.beta=-100", "--guard", "0.2/10", "--push-version", "7"
      };
      CommandLine.Outcome pushed = push(device.port(), key, asking);
      assertEquals(0, pushed.exit(), pushed.err());
      // Two of ten may ask; with the third the values before are in use again.
      takesBack(device.port(), next, 3);
      CommandLine.Outcome again = push(device.port(), key, asking);
      assertEquals(8, again.exit(), again.out());
      assertTrue(again.out().contains("rolled back"), again.out());
    }
  }

  @Test
  void everyDeviceOfASiteIsPushedToWithItsOwnKey() throws Exception {
    Path built = RunningBoard.build(first.project(), "posix", folder.resolve("mqtt"));
    Image image = RunningBoard.image(built);
    assumeTrue(image.address("upcall_mqtt_link").isPresent(), "libmosquitto-dev is not installed");
    Path second = Files.writeString(folder.resolve("second"), "ab".repeat(32));
    Path both = folder.resolve("both");
    Files.writeString(both, "one " + Files.readString(key) + "two " + Files.readString(second));
    try (EmbeddedBroker broker = EmbeddedBroker.start(0);
        MqttDevice one = MqttDevice.start(image, broker.port(), "lab", "one", key);
        MqttDevice two = MqttDevice.start(image, broker.port(), "lab", "two", second)) {
      CommandLine.Outcome pushed =
          pushToSite(broker, both, "--device", "one", "--device", "two", "--push-version", "9");
      assertEquals(0, pushed.exit(), pushed.out() + pushed.err());
      assertTrue(pushed.out().contains("two on mqtt lab/two: taken"), pushed.out());
      assertTrue(pushed.out().contains("one on mqtt lab/one: taken"), pushed.out());
      // The key of the first is that of all here; births are retained, so that they are known.
      CommandLine.Outcome again =
          pushToSite(broker, key, "--wait", "2", "--push-version", "8", "--json");
      assertEquals(8, again.exit(), again.out());
      assertTrue(again.out().contains("\"refused: old\""), again.out());
      assertTrue(again.out().contains("\"refused: not authentic\""), again.out());
      assertTrue(one.isRunning() && two.isRunning());
    }
  }

  private static CommandLine.Outcome pushToSite(EmbeddedBroker broker, Path keys, String... more) {
    List<String> arguments = new ArrayList<>(List.of("push", first.project().folder().toString()));
    arguments.addAll(List.of("--broker", broker.uri(), "--site", "lab", "--key", keys.toString()));
    arguments.addAll(List.of(more));
    return CommandLine.run(folder, List.of(), arguments.toArray(String[]::new));
  }

  private static void agrees(Path port, Prepared prepared) throws InterruptedException {
    try (Desk desk = Desk.serving(prepared.project()).serial(port)) {
      assertEquals(5, desk.target().birth().parametersVersion().orElseThrow());
      Agreement.check(prepared, desk.inject(prepared.raw()), desk.traffic());
    }
  }

  private static void takesBack(Path port, Prepared before, int asking)
      throws InterruptedException {
    try (Desk desk = Desk.serving(before.project()).serial(port)) {
      assertEquals(7, desk.target().birth().parametersVersion().orElseThrow());
      List<Injected> results = desk.inject(before.raw());
      for (int i = 0; i < asking; i++) {
        assertEquals(Result.Source.ANSWERED, results.get(i).source());
      }
      for (int i = asking; i < results.size(); i++) {
        Agreement.device("sample " + i, before.expected().get(i), results.get(i));
      }
    }
  }

  /** A Cortex-M4 in QEMU, its key built in, at a gateway that keeps devices at what is tuned. */
  @Test
  void theGatewayPushesWhenTheProjectIsTunedAgain() throws Exception {
    Project project = first.project();
    new OfflineLadder(project).tune();
    Path built = RunningBoard.build(project, "mps2-an386", folder.resolve("out"));
    provision(built);
    ScheduledExecutorService timer = DaemonThreads.scheduler("timer");
    Injector injector = new Injector(System::nanoTime, timer, Injector.Timing.DEFAULT);
    BlockingQueue<Ack> acks = new LinkedBlockingQueue<>();
    MessageListener listener =
        (from, message) -> {
          if (message instanceof Ack ack && ack.of() == MessageType.PARAMETERS.id()) {
            acks.add(ack);
          }
        };
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    TunedPush push =
        new TunedPush(
            project,
            DeviceKeys.read(key),
            Guard.NONE,
            timer,
            new Console(nowhere, nowhere, false, false));
    try (Firmware firmware = new Firmware();
        Emulation board = firmware.run(built, RunOptions.defaults());
        GatewayService service =
            new GatewayService(new MemoryJournal(), List.of(injector, push, listener))) {
      service.gateway().serve(project);
      service.serial(board.port().toString(), 115_200);
      Target target = injector.awaitTarget(Signature.of(project), "QEMU", LIMIT);
      assertEquals(Ack.Code.STORED, acks.poll(60, TimeUnit.SECONDS).code(), "at its birth");
      check(first.expected(), inject(injector, target));
      Prepared next = retune(0.9);
      assertEquals(Ack.Code.STORED, acks.poll(60, TimeUnit.SECONDS).code(), "after the change");
      check(next.expected(), inject(injector, target));
    } finally {
      timer.shutdownNow();
    }
  }

  private static List<Injected> inject(Injector injector, Target target)
      throws InterruptedException {
    return injector.injectAll(target, first.raw(), true, done -> {});
  }

  private static void check(List<Outcome> expected, List<Injected> results) {
    for (int i = 0; i < results.size(); i++) {
      Agreement.device("sample " + i, expected.get(i), results.get(i));
    }
  }

  /** Builds the key in, as UPCALL_KEY_FILE in the environment does for {@code upcall build}. */
  private static void provision(Path project) {
    try (ProcessRunner runner = new ProcessRunner();
        Firmware firmware = new Firmware()) {
      List<String> configure =
          List.of("cmake", "-S", ".", "-B", "build", "-DUPCALL_KEY_FILE=" + key.toAbsolutePath());
      ProcessRunner.Result result = runner.run(configure, project, LIMIT);
      assertTrue(result.ok(), result.output());
      firmware.build(project);
    }
  }
}
