package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRunnerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ProcessRunner runner = new ProcessRunner();

  @TempDir Path folder;

  @AfterEach
  void endProcesses() {
    runner.close();
  }

  @Test
  void givesExitCodeAndAllOutput() {
    ProcessRunner.Result result =
        runner.run(List.of("sh", "-c", "echo out; echo err >&2; exit 3"), folder, LIMIT);
    assertEquals(new ProcessRunner.Result(3, "out\nerr\n"), result);
    assertFalse(result.ok());
  }

  @Test
  void argumentsAreNoShellsLine() {
    String argument = "$(id) `id` ; \"two words\"";
    assertEquals(argument, runner.run(List.of("printf", "%s", argument), folder, LIMIT).output());
  }

  @Test
  void endsWhatTakesTooLongTogetherWithItsChildren() {
    long before = children();
    UpcallException e =
        assertThrows(
            UpcallException.class,
            () ->
                runner.run(
                    List.of("sh", "-c", "sleep 97 & sleep 97; true"),
                    folder,
                    Duration.ofMillis(300)));
    assertEquals("UP2602", e.diagnostics().get(0).code().id());
    assertEquals(before, children());
  }

  @Test
  void waitsForAWordAndGivesUpWhenTheProgramEnds() {
    Pattern ready = Pattern.compile("ready (\\d+)");
    try (RunningProcess process =
        runner.start(List.of("sh", "-c", "echo ready $N; sleep 97"), folder, Map.of("N", "42"))) {
      assertEquals("42", process.awaitOutput(ready, LIMIT).orElseThrow().group(1));
      assertTrue(process.isAlive());
    }
    try (RunningProcess process = runner.start(List.of("echo", "no"), folder, Map.of())) {
      assertTrue(process.awaitOutput(ready, LIMIT).isEmpty());
    }
  }

  @Test
  void closingEndsEverything() {
    RunningProcess process = runner.start(List.of("sleep", "97"), folder, Map.of());
    runner.close();
    assertFalse(process.isAlive());
  }

  @Test
  void whatBelongsToAProcessGoesWithItLastFirstAndOnce() {
    List<String> done = new ArrayList<>();
    RunningProcess process = runner.start(List.of("sleep", "97"), folder, Map.of());
    process.afterwards(() -> done.add("folder, alive: " + process.isAlive()));
    process.afterwards(() -> done.add("link"));
    runner.close();
    process.close();
    assertEquals(List.of("link", "folder, alive: false"), done);
  }

  /** Starts a process, says which and leaves without closing anything. */
  static final class Careless {
    private Careless() {}

    public static void main(String[] args) {
      RunningProcess process =
          new ProcessRunner().start(List.of("sleep", "97"), Path.of("."), Map.of());
      if (process.isAlive()) {
        ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
      }
    }
  }

  @Test
  void nothingOutlivesTheJvm() {
    ProcessRunner.Result result =
        runner.run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Careless.class.getName()),
            folder,
            LIMIT);
    assertTrue(result.ok(), result.output());
    long pid = Long.parseLong(result.output().strip());
    assertTrue(ProcessHandle.of(pid).isEmpty(), "process " + pid + " lives on");
  }

  @Test
  void outputWithoutEndIsCut() {
    ProcessRunner.Result result =
        runner.run(List.of("sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x"), folder, LIMIT);
    assertEquals(1 << 20, result.output().length());
  }

  @Test
  void aProgramThatIsNotThereIsADiagnostic() {
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> runner.run(List.of("no-such-program"), folder, LIMIT));
    assertEquals("UP2603", e.diagnostics().get(0).code().id());
    assertTrue(runner.find("no-such-program").isEmpty());
    assertTrue(runner.find("sh").isPresent());
  }

  @Test
  void whatIsMissingIsToldAtOnce() {
    UpcallException e =
        assertThrows(
            UpcallException.class,
            () ->
                runner.require(
                    Map.of(
                        "no-such-a", List.of("one", "two"),
                        "no-such-b", List.of("two"),
                        "sh", List.of("dash"))));
    assertEquals("no-such-a, no-such-b are not installed", e.diagnostics().get(0).title());
    assertEquals("apt-get install --no-install-recommends one two", e.diagnostics().get(0).fix());
  }

  private static long children() {
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).count();
  }
}
