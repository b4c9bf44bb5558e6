package dev.upcall.tests.overload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Amount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RELIABILITY R12: ten times more upcalls than members, journal or nobody can take, in 128 MB. The
 * queues stay bounded and the heap flat, each upcall is answered, turned away or given up and
 * counted as such, and afterwards the gateway answers again. That a device whose upcall is not
 * answered uses its own answer is NoGatewayTest's.
 */
class OverloadTest {
  private static final int SECONDS_EACH = Amount.of(4, 1200);

  @TempDir Path folder;

  @Test
  void moreThanCanBeDoneIsTurnedAwayAndCounted() throws IOException {
    Path project = folder.resolve("project");
    SyntheticProject synthetic = SyntheticProject.tiny().withDeadline(400);
    synthetic.write(project);
    // The slow members have no features.
    Files.writeString(
        project.resolve("ensemble.yaml"),
        synthetic
            .manifest()
            .replaceAll("(?s)heads:\\R.*?device:", "device:")
            .replace("[heads, meanLogits]", "[meanLogits]"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            OverloadedGateway.class.getName(),
            project.toString(),
            folder.resolve("journal").toString(),
            String.valueOf(SECONDS_EACH));
    try (ProcessRunner runner = new ProcessRunner()) {
      Duration limit = Duration.ofSeconds(3L * SECONDS_EACH).plusMinutes(4);
      ProcessRunner.Result result = runner.run(command, folder, limit);
      assertEquals(0, result.exitCode(), result.output());
      result.output().lines().filter(line -> line.startsWith("R12")).forEach(System.out::println);
      assertEquals(3, result.output().lines().filter(line -> line.startsWith("R12")).count());
    }
  }
}
