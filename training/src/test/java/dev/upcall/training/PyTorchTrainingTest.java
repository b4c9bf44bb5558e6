package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Exit;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.training.TrainingService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PyTorchTrainingTest {
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
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

  private TrainReport train(Path folder, long seed, Integer... folds) {
    TrainingService.Options options =
        new TrainingService.Options(
            List.of(folds),
            Optional.empty(),
            List.of(),
            OptionalInt.empty(),
            OptionalLong.of(seed),
            OptionalInt.empty(),
            Optional.empty(),
            TrainingService.Start.RESUME,
            TrainingService.Processor.CPU);
    TrainingService.Report report = train(folder, options);
    assertTrue(report.text().contains("members alive"), report.text());
    return (TrainReport) report.data();
  }

  private TrainingService.Report train(Path folder, TrainingService.Options options) {
    TrainingService found = ServiceLoader.load(TrainingService.class).findFirst().orElseThrow();
    PrintStream out = new PrintStream(progress, true, StandardCharsets.UTF_8);
    return found.train(ProjectLoader.load(folder), options, out, false);
  }

  private UpcallException refused(Path folder) {
    return assertThrows(UpcallException.class, () -> train(folder, 1, 0));
  }

  private Path tiny(String name) throws IOException {
    Path folder = TestProject.copy(temporary.resolve(name));
    Files.writeString(folder.resolve("training.yaml"), TINY);
    return folder;
  }

  @Test
  void writesEveryModelTheManifestNamesAndALineOfLossesPerEpoch() throws IOException {
    Path folder = tiny("a");
    TrainReport report = train(folder, 1, 0, 3);
    assertEquals(2, report.folds().size());
    assertEquals(15, report.folds().get(1).subsets().size());
    assertTrue(report.folds().get(0).exportDifference() < 1e-4);
    assertEquals(360 + 359, report.test().get("small").of());

    for (String base : List.of("", "crossfit/3/")) {
      assertEquals(4, onnxFiles(folder.resolve(base + "members")));
      assertEquals(11, onnxFiles(folder.resolve(base + "heads")));
    }
    List<String> log = Files.readAllLines(folder.resolve("training-log.csv"));
    assertEquals(1 + 2 * 2, log.size());
    assertTrue(Files.readString(folder.resolve("training-log.svg")).contains("fold 3, members"));
    assertTrue(report.folds().get(0).samplesPerSecond() > 0);
    assertTrue(log.get(0).endsWith(",deep+full+small+wide"), log.get(0));
  }

  private static long onnxFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".onnx")).count();
    }
  }

  @Test
  void sameSeedWritesTheSameBytesAndAnotherSeedOthers() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      train(tiny(name), name.equals("c") ? 2 : 1, 0);
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
    UpcallException refused = refused(folder);
    assertEquals(Exit.ACCURACY_GATE, refused.exit());
    String message = refused.getMessage();
    assertTrue(message.contains("UP4007"), message);
    assertTrue(message.contains("step ") && message.contains("learning rate "), message);
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
    String message = refused(folder).getMessage();
    assertTrue(message.contains("UP4001") && message.contains("\"one\""), message);
  }

  @Test
  void missingDataIsSaid() throws IOException {
    Path folder = tiny("a");
    Files.delete(folder.resolve("data/digits.csv.gz"));
    assertTrue(refused(folder).getMessage().contains("digits.csv.gz"));
  }

  @Test
  void optionsReplaceTheSettings() throws IOException {
    Path folder = tiny("a");
    Path log = temporary.resolve("log.csv");
    TrainingService.Options options =
        new TrainingService.Options(
            List.of(0),
            Optional.of("independent"),
            List.of(),
            OptionalInt.of(1),
            OptionalLong.empty(),
            OptionalInt.of(100),
            Optional.of(log),
            TrainingService.Start.RESUME,
            TrainingService.Processor.CPU);
    TrainReport report = (TrainReport) train(folder, options).data();
    assertEquals("independent", report.method());
    assertEquals(100, report.test().get("small").of(), "limited");
    assertEquals(1 + 4, Files.readAllLines(log).size(), "names, an epoch of each member");
    assertTrue(progress.toString(StandardCharsets.UTF_8).contains("epoch 1/1"));
  }

  @Test
  void anUnknownMethodIsRefused() throws IOException {
    Path folder = tiny("a");
    TrainingService.Options options =
        new TrainingService.Options(
            List.of(0),
            Optional.of("magic"),
            List.of(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            TrainingService.Start.RESUME,
            TrainingService.Processor.CPU);
    UpcallException refused = assertThrows(UpcallException.class, () -> train(folder, options));
    assertTrue(
        refused.getMessage().contains("one of single, independent, mel, distil"),
        refused.getMessage());
  }

  @Test
  void aGraphicsCardThatIsNotThereIsSaid() throws IOException {
    Path folder = tiny("a");
    TrainingService.Options options =
        new TrainingService.Options(
            List.of(0),
            Optional.empty(),
            List.of(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            TrainingService.Start.RESUME,
            TrainingService.Processor.CUDA);
    // The library that the tests have from Maven computes on the processor alone.
    UpcallException refused = assertThrows(UpcallException.class, () -> train(folder, options));
    assertTrue(refused.getMessage().contains("UP4014"), refused.getMessage());
  }
}
