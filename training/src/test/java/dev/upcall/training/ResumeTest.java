package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.training.TrainingService.Start;
import dev.upcall.training.fit.EpochEvent;
import dev.upcall.training.fit.StepEvent;
import dev.upcall.training.settings.SettingsLoader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that was killed, and killed again, ends in the bytes of one that was left alone. */
class ResumeTest {
  /** Everything that is random, and an optimiser that remembers two values for each weight. */
  private static final String SETTINGS =
      """
      epochs: 4
      branchEpochs: 4
      samples: 300
      batch: 20
      precision: bfloat16
      dropout: 0.2
      optimizer: {kind: adamw, rate: 0.01, weightDecay: 0.01}
      augment: {shift: 0.8, rotate: 12, crop: 1, flip: true, noise: 0.1}
      lambda: {small: 4, full: 2, deep: 3}
      members:
        small: {architecture: separable, width: 2}
        wide: {architecture: plain, width: 2}
        deep:
          architecture: residual
          width: 2
          branches:
            early: {after: 1, architecture: plain, width: 2, stages: 1}
        full: {architecture: residual, width: 2}
      """;

  /** A pupil, hidden layers of heads and a branch, all on weights that stand still. */
  private static final String FROZEN =
      """
      method: distil
      train: [deep, small]
      epochs: 3
      branchEpochs: 2
      samples: 200
      batch: 20
      distil: {teacher: deep}
      heads: {type: fc, width: 8, epochs: 2}
      members:
        small: {architecture: separable, width: 2}
        wide: {architecture: plain, width: 2}
        deep:
          architecture: residual
          width: 2
          branches:
            early: {after: 1, architecture: plain, width: 2, stages: 1}
        full: {architecture: residual, width: 2}
      """;

  @TempDir Path temporary;

  private Path project(String name) throws IOException {
    return project(name, SETTINGS);
  }

  private Path project(String name, String settings) throws IOException {
    Path folder = TestProject.copy(temporary.resolve(name));
    Files.writeString(folder.resolve("training.yaml"), settings);
    return folder;
  }

  /** Kills a training with signal 9 when it says something that begins so. */
  private static void killAt(Path folder, String line) throws Exception {
    Process process = process(folder.toString());
    List<String> said = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      String next = out.readLine();
      while (next != null && !next.startsWith(line)) {
        said.add(next);
        next = out.readLine();
      }
      assertTrue(next != null, "never said " + line + ", but " + said);
    } finally {
      process.destroyForcibly();
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    }
    assertEquals(128 + 9, process.exitValue());
  }

  private static Process process(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TrainOnce.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Java's own immutable sets and maps have another order in each process. */
  @Test
  void settingsAreTheSameTextInAnotherProcess() throws Exception {
    Path folder = project("settings");
    Files.writeString(
        folder.resolve("training.yaml"),
        SETTINGS
            + """
            quantizationAware: {members: [small, wide, deep, full], epochs: 1}
            exits: {weights: {early: 0.5}}
            """);
    Process process = process(folder.toString(), "settings");
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertEquals(SettingsLoader.load(ProjectLoader.load(folder)).toString(), text.strip());
  }

  private static SortedMap<String, byte[]> models(Path folder) throws IOException {
    SortedMap<String, byte[]> models = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".onnx")).toList()) {
        models.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return models;
  }

  @Test
  void endsInTheSameBytesAsOneThatWasNeverKilled() throws Exception {
    Path whole = project("whole");
    List<EpochEvent> expected = train(whole, new ArrayList<>());
    Path killed = project("killed");
    killAt(killed, "epoch 2 of members");
    assertFalse(Files.exists(killed.resolve("members")), "killed before anything was written");
    killAt(killed, "epoch 2 of deep.early");
    List<Integer> resumed = new ArrayList<>();
    List<EpochEvent> events = train(killed, resumed);

    assertEquals(2, resumed.size(), "both fits were under way or done when it was killed");
    assertEquals(4, resumed.get(0), "the members were done");
    // It is said before it is written.
    assertTrue(resumed.get(1) >= 1 && resumed.get(1) < 4, resumed.toString());
    SortedMap<String, byte[]> models = models(whole);
    SortedMap<String, byte[]> same = models(killed);
    assertEquals(15, models.size());
    assertEquals(models.keySet(), same.keySet());
    models.forEach((name, bytes) -> assertArrayEquals(bytes, same.get(name), name));
    assertEquals(
        expected.stream().map(EpochEvent::losses).toList(),
        events.stream().map(EpochEvent::losses).toList(),
        "the log has the epochs of all runs");
    assertFalse(Files.exists(killed.resolve("training-checkpoints")), "done, so gone");
  }

  /** What was built on the weights that --finish settled for must not be taken for the rest. */
  @Test
  void goesOnAfterFinishingAsIfItHadNotFinished() throws Exception {
    Path whole = project("whole", FROZEN);
    train(whole, new ArrayList<>());
    Path finished = project("finished", FROZEN);
    assertThrows(
        IllegalStateException.class,
        () ->
            TrainOnce.train(
                finished,
                Start.RESUME,
                new ProgressListener() {
                  @Override
                  public void step(int fold, StepEvent event) {
                    if (event.epoch() == 2) {
                      throw new IllegalStateException("cut off in " + event.fit());
                    }
                  }
                }));
    List<String> fits = new ArrayList<>();
    TrainOnce.train(
        finished,
        Start.FINISH,
        new ProgressListener() {
          @Override
          public void epoch(int fold, EpochEvent event) {
            fits.add(event.fit());
          }
        });
    assertEquals(
        List.of("deep", "small", "small", "small", "heads", "heads", "deep.early", "deep.early"),
        fits);
    SortedMap<String, byte[]> expected = models(whole);
    assertFalse(
        Arrays.equals(expected.get("members/deep.onnx"), models(finished).get("members/deep.onnx")),
        "the teacher was finished with other weights");

    List<Integer> resumed = new ArrayList<>();
    train(finished, resumed);
    assertEquals(List.of(1), resumed, "of the teacher alone");
    SortedMap<String, byte[]> same = models(finished);
    assertEquals(expected.keySet(), same.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, same.get(name), name));
    assertFalse(
        Files.exists(finished.resolve("training-checkpoints")), "nothing is left of either");
  }

  /** Returns all epochs, and adds how many of each fit came from a checkpoint. */
  private static List<EpochEvent> train(Path folder, List<Integer> resumed) {
    List<EpochEvent> events = new ArrayList<>();
    TrainOnce.train(
        folder,
        Start.RESUME,
        new ProgressListener() {
          @Override
          public void epoch(int fold, EpochEvent event) {
            events.add(event);
          }

          @Override
          public void resumed(int fold, List<EpochEvent> earlier) {
            events.addAll(earlier);
            resumed.add(earlier.size());
          }
        });
    return events;
  }
}
