package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.upcall.core.diagnostic.Exit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainMainTest {
  /** Least networks and schedule with which everything still happens. */
  private static final String TINY =
      """
      epochs: 2
      batch: 64
      members:
        small: {architecture: separable, width: 2}
        wide: {architecture: plain, width: 2}
        deep: {architecture: residual, width: 2}
        full: {architecture: residual, width: 3}
      """;

  @TempDir Path temporary;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Exit run(String... arguments) {
    return new TrainMain(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(arguments);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Path tiny(String name) throws IOException {
    Path folder = TestProject.copy(temporary.resolve(name));
    Files.writeString(folder.resolve("training.yaml"), TINY);
    return folder;
  }

  @Test
  void writesEveryModelTheManifestNamesAndALineOfLossesPerEpoch() throws IOException {
    Path folder = tiny("a");
    assertEquals(Exit.OK, run(folder.toString(), "--folds", "0,3", "--json"), this::errors);

    JsonNode report = new ObjectMapper().readTree(out.toByteArray());
    assertEquals(2, report.get("folds").size());
    assertEquals(15, report.get("folds").get(1).get("subsets").size());
    assertTrue(report.get("folds").get(0).get("exportDifference").asDouble() < 1e-4);

    for (String base : List.of("", "crossfit/3/")) {
      assertEquals(4, onnxFiles(folder.resolve(base + "members")));
      assertEquals(11, onnxFiles(folder.resolve(base + "heads")));
    }
    List<String> log = Files.readAllLines(folder.resolve("training-log.csv"));
    assertEquals(1 + 2 * 2, log.size());
    assertTrue(log.get(0).endsWith("small,small+wide,wide"), log.get(0));
  }

  private static long onnxFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".onnx")).count();
    }
  }

  @Test
  void sameSeedWritesTheSameBytesAndAnotherSeedOthers() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      Path folder = tiny(name);
      assertEquals(
          Exit.OK, run(folder.toString(), "--seed", name.equals("c") ? "2" : "1"), this::errors);
    }
    String model = "members/deep.onnx";
    byte[] first = Files.readAllBytes(temporary.resolve("a").resolve(model));
    assertArrayEquals(first, Files.readAllBytes(temporary.resolve("b").resolve(model)));
    assertFalse(Arrays.equals(first, Files.readAllBytes(temporary.resolve("c").resolve(model))));
  }

  @Test
  void aLossThatIsNotANumberStopsWithStepAndRate() throws IOException {
    Path folder = tiny("a");
    Files.writeString(folder.resolve("training.yaml"), TINY + "optimizer: {rate: 1e8}\n");
    assertEquals(Exit.ACCURACY_GATE, run(folder.toString()));
    assertTrue(errors().contains("UP4007"), this::errors);
    assertTrue(errors().contains("step ") && errors().contains("learning rate "), this::errors);
    assertFalse(Files.exists(folder.resolve("members")), "nothing is written");
  }

  @Test
  void aSplitOfOneClassIsRefused() throws IOException {
    Path folder = tiny("a");
    TestProject.edit(
        folder.resolve("ensemble.yaml"),
        "[zero, one, two, three, four, five, six, seven, eight, nine]",
        "[zero, one]");
    // One sample of class 0 cannot be in both TRAIN and SELECT.
    try (OutputStream gz =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("data/digits.csv.gz")))) {
      for (int n = 0; n < 210; n++) {
        int label = n == 0 ? 0 : 1;
        String pixels = (n % 16 + "," + n / 16 + ",").repeat(32);
        gz.write((pixels + label + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    }
    assertEquals(Exit.BAD_INPUT, run(folder.toString()));
    assertTrue(errors().contains("UP4001") && errors().contains("\"one\""), this::errors);
  }

  @Test
  void missingDataIsSaid() throws IOException {
    Path folder = tiny("a");
    Files.delete(folder.resolve("data/digits.csv.gz"));
    assertEquals(Exit.BAD_INPUT, run(folder.toString()));
    assertTrue(errors().contains("digits.csv.gz"), this::errors);
  }

  @Test
  void optionsThatCannotBeAreUsageErrors() throws IOException {
    String folder = tiny("a").toString();
    assertEquals(Exit.USAGE, run());
    assertEquals(Exit.USAGE, run(folder, "--nonsense"));
    assertEquals(Exit.USAGE, run(folder, "--folds", "5"));
    assertEquals(Exit.USAGE, run(folder, "--epochs", "0"));
    assertEquals(Exit.USAGE, run(folder, "--method", "magic"));
    assertTrue(errors().contains("mel or independent"), this::errors);
  }

  @Test
  void helpTellsAllOptions() {
    assertEquals(Exit.OK, run("--help"));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("--folds"));
  }
}
