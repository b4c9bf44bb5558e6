package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.core.wire.WireError;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.push.DeviceKeys;
import dev.upcall.host.transport.SerialSeals;
import dev.upcall.host.transport.SerialTransport;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Agreement;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.KeyedDevice;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import dev.upcall.tests.rig.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Firmware that proves who it is, built and run: its gateway has the key, and another has not. */
class SealEndToEndTest {
  private static final String DEVICE =
      """
      stages:
        - run: small
          policy: {use: Threshold, on: maxProbability, theta: tuned, pushed: [theta]}
        - {run: deep, policy: {use: LogisticRegression, beta: tuned, w1: 1, w2: -1}}
      """;

  private static final int BAUD = 115_200;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  void whoHasTheKeyServesIt() throws Exception {
    Prepared tiny = Prepared.of(SyntheticProject.tiny().write(folder.resolve("project"), DEVICE));
    String digits = "0123456789abcdef".repeat(4);
    Path key = Files.writeString(folder.resolve("key"), digits + "\n");
    Path built = RunningBoard.build(tiny.project(), "posix", folder.resolve("out"));
    rebuildWithSeals(built, key);
    try (KeyedDevice device = KeyedDevice.start(RunningBoard.image(built), key, folder)) {
      Path port = device.port();
      SerialTransport stranger = line(port, "f".repeat(64));
      try {
        stranger.start((from, message) -> {});
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!stranger.losses().damaged().containsKey(WireError.SEAL)) {
          assertTrue(System.nanoTime() < end, "nothing was refused");
          Thread.sleep(10);
        }
      } finally {
        stranger.close();
      }
      try (Desk desk = Desk.serving(tiny.project()).attach(line(port, digits))) {
        Agreement.check(tiny, desk.inject(tiny.raw()), desk.traffic());
      }
    }
  }

  private static SerialTransport line(Path port, String digits) {
    DeviceKeys keys = DeviceKeys.of(List.of(digits), "test");
    return new SerialTransport(
        port.toString(),
        BAUD,
        new SerialSeals(keys::of, true),
        System::nanoTime,
        DaemonThreads.named("sealed"),
        RandomGenerator.getDefault());
  }

  private static void rebuildWithSeals(Path project, Path key) {
    Tools.require("cmake");
    String build = project.resolve("build").toString();
    List<String> seals =
        List.of("cmake", "-S", project.toString(), "-B", build, "-DUPCALL_SEAL=ON");
    List<String> keyed = new ArrayList<>(seals);
    keyed.add("-DUPCALL_KEY_FILE=" + key.toAbsolutePath());
    try (ProcessRunner runner = new ProcessRunner()) {
      var without = runner.run(seals, project, LIMIT);
      assertTrue(without.exitCode() != 0, "seals without a key");
      assertTrue(without.output().contains("set UPCALL_KEY_FILE"), without.output());
      for (List<String> command : List.of(keyed, List.of("cmake", "--build", build))) {
        var result = runner.run(command, project, LIMIT);
        assertEquals(0, result.exitCode(), result.output());
      }
    }
  }
}
