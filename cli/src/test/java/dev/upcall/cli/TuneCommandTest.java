package dev.upcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.firmware.Home;
import dev.upcall.core.diagnostic.Exit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy is fitted to the scores of the network that the device gets. */
class TuneCommandTest {
  @TempDir Path folder;

  @Test
  void fitsTheScoresOfTheNumbersThatAreAsked() throws IOException {
    copy(Home.path("examples/digits"), folder);
    String bytes = tuned();
    assertFalse(bytes.contains("numbers:"), bytes);
    String nibbles = tuned("--weights", "int4");
    assertTrue(nibbles.contains("numbers: '--weights int4'"), nibbles);
    assertNotEquals(line(bytes, "beta"), line(nibbles, "beta"));
  }

  /**
   * The wrappers' own parameters are given; what is found stands where the wrapped policy has it.
   */
  @Test
  void tunesAPolicyWithinOthers() throws IOException {
    copy(Home.path("examples/digits"), folder);
    String alone = tuned();
    Path manifest = folder.resolve("ensemble.yaml");
    String text = Files.readString(manifest);
    String inner = "{use: LogisticRegression, weights: tuned}";
    assertTrue(text.contains(inner), text);
    Files.writeString(
        manifest,
        text.replace(
            inner, "{use: Audited, every: 20, of: {use: Asynchronous, of: " + inner + "}}"));
    String within = tuned();
    assertEquals(line(alone, "beta:").strip(), line(within, "of.of.beta:").strip().substring(6));
    assertFalse(within.contains("every"), within);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    List<String> evaluate = List.of("evaluate", folder.toString());
    assertEquals(Exit.OK, new Main(nowhere, nowhere, false).run(evaluate), "its values are taken");
  }

  @Test
  void keepsAGuaranteeAndTheSplitItWasTestedOn() throws IOException {
    copy(Home.path("examples/digits"), folder);
    String text = tuned("--guarantee", "0.1,0.2");
    assertTrue(line(text, "guarantee:").contains("at most 10 % wrong among accepted"), text);
    assertEquals(Exit.ACCURACY_GATE, run("--guarantee", "0.2,0.2"), "a second test");
    assertEquals(Exit.OK, run("--guarantee", "0.1,0.2"), "the same again");
    tuned("--max-upcalls", "0.3");
    assertEquals(Exit.ACCURACY_GATE, run("--guarantee", "0.2,0.2"), "still used");
  }

  @Test
  void refusesWhatIsOutOfReachOrMakesNoSense() throws IOException {
    copy(Home.path("examples/digits"), folder);
    assertEquals(Exit.ACCURACY_GATE, run("--target-accuracy", "1"));
    assertEquals(Exit.ACCURACY_GATE, run("--target-accuracy", "0.97", "--max-upcalls", "0.01"));
    assertEquals(Exit.USAGE, run("--max-energy", "1"), "no profile");
    assertEquals(Exit.USAGE, run("--offload-cost", "1"), "half of a ratio");
    assertEquals(Exit.USAGE, run("--guarantee", "0.1"));
    assertEquals(Exit.USAGE, run("--profile", "nrf"));
    assertEquals(Exit.OK, run("--offload-cost", "0.1", "--error-cost", "1", "--fit", "gain"));
  }

  private Exit run(String... options) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    List<String> arguments =
        Stream.concat(Stream.of("tune", folder.toString()), Stream.of(options)).toList();
    return new Main(nowhere, nowhere, false).run(arguments);
  }

  private String tuned(String... options) throws IOException {
    assertEquals(Exit.OK, run(options));
    return Files.readString(folder.resolve("tuned.yaml"));
  }

  private static String line(String text, String key) {
    return text.lines().filter(line -> line.contains(key)).findFirst().orElseThrow();
  }

  /** What fold 0 needs. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(f -> !f.toString().contains("crossfit")).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isRegularFile(file)) {
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }
}
