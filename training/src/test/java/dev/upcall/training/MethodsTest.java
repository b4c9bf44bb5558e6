package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import dev.upcall.training.FoldReport.CoarseReport;
import dev.upcall.training.FoldReport.SubsetReport;
import dev.upcall.training.data.ProjectSamples;
import dev.upcall.training.export.WrittenModels;
import dev.upcall.training.fit.EpochEvent;
import dev.upcall.training.settings.Method;
import dev.upcall.training.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members that share heads and a larger one that stands alone, by every method. */
class MethodsTest {
  private static final String MANIFEST =
      """
      name: methods
      classes: [zero, one, two, three, four, five, six, seven, eight, nine]
      input:
        shape: [8, 8, 1]
        raw: uint8
        range: [0, 16]
        preprocess: {scale: 0.0625, offset: 0}
        feed: frame
      data:
        source: data/digits.csv.gz
        splits: {seed: 7, train: 0.5, select: 0.25, test: 0.25}
      members:
        a: {model: members/a.onnx, features: gap}
        b: {model: members/b.onnx, features: gap}
        base: {model: members/base.onnx}
      device: {stages: [{run: a}]}
      training:
        epochs: 2
        batch: 32
        members:
          a: {architecture: plain, width: 4}
          b: {architecture: plain, width: 4}
          base: {architecture: residual, width: 6}
      """;

  @TempDir Path folder;

  private final Set<String> terms = new TreeSet<>();
  private final List<String> fits = new ArrayList<>();

  @BeforeEach
  void data() throws IOException {
    TestProject.copy(folder);
    Files.writeString(folder.resolve("ensemble.yaml"), MANIFEST);
    Files.delete(folder.resolve("training.yaml"));
  }

  private TrainReport train(Method method, String... members) {
    Project project = ProjectLoader.load(folder);
    ProgressListener listener =
        new ProgressListener() {
          private List<String> planned = List.of();

          @Override
          public void planned(int fold, FitPlan plan) {
            planned = List.copyOf(plan.work().keySet());
          }

          @Override
          public void epoch(int fold, EpochEvent event) {
            terms.addAll(event.losses().keySet());
            String fit = event.fit() + " of " + planned.size();
            assertTrue(planned.contains(event.fit()), planned.toString());
            if (!fits.contains(fit)) {
              fits.add(fit);
            }
          }
        };
    fits.clear();
    terms.clear();
    return new Trainer()
        .train(
            new TrainRequest(
                project,
                List.of(0),
                SettingsLoader.load(project).withMethod(method).withOnly(Set.of(members)),
                1,
                listener));
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      Set<String> names = new TreeSet<>();
      all.map(folder::relativize)
          .map(Path::toString)
          .filter(name -> name.endsWith(".onnx"))
          .forEach(names::add);
      return names;
    }
  }

  @Test
  void melTrainsThoseWithFeaturesTogetherAndTheOthersAlone() throws IOException {
    TrainReport report = train(Method.MEL);
    assertEquals(List.of("members of 2", "base of 2"), fits);
    assertEquals(Set.of("a", "a+b", "b", "base"), terms);
    assertEquals(
        Set.of("heads/a+b.onnx", "members/a.onnx", "members/b.onnx", "members/base.onnx"), files());
    Map<String, SubsetReport> subsets = report.folds().get(0).subsets();
    assertEquals(List.of("a", "b", "base", "a+b"), List.copyOf(subsets.keySet()));
    assertEquals("a+b", report.whole().orElseThrow());
    double kept =
        Math.min(report.test().get("a").value(), report.test().get("b").value())
            / report.test().get("a+b").value();
    assertEquals(kept, report.retention().orElseThrow().least());

    SubsetReport pair = subsets.get("a+b");
    assertEquals(pair.test().of(), pair.answers().of());
    assertEquals(pair.test().count(), pair.answers().right().cardinality());
    assertTrue(pair.average().isPresent() && subsets.get("a").average().isEmpty());
    // 3x3 to 4 and to 8 channels, two numbers a channel for batch normalisation; 10 classes.
    long body = 4 * 9 + 2 * 4 + 4 * 8 * 9 + 2 * 8;
    assertEquals(2 * body + 10 * (8 + 8 + 1), pair.parameters());
    assertEquals(2 * (64 * 4 * 9 + 16 * 4 * 8 * 9) + 10 * (8 + 8), pair.macs());
  }

  @Test
  void singleTrainsTheMembersNamedAndLeavesTheRestAlone() throws IOException {
    train(Method.MEL);
    Map<String, byte[]> before = bytes();
    TrainReport report = train(Method.SINGLE, "a");
    assertEquals(List.of("a of 1"), fits);
    Set<String> changed = new TreeSet<>();
    for (String name : files()) {
      if (!Arrays.equals(before.get(name), Files.readAllBytes(folder.resolve(name)))) {
        changed.add(name);
      }
    }
    assertEquals(Set.of("members/a.onnx"), changed);
    assertEquals(List.of("a+b"), report.folds().get(0).stale());
    assertTrue(ReportTable.of(report).contains("heads a+b were fitted"), ReportTable.of(report));
    assertEquals(Set.of("a"), report.members().keySet());
    assertTrue(report.retention().isEmpty());
  }

  private Map<String, byte[]> bytes() throws IOException {
    Map<String, byte[]> bytes = new TreeMap<>();
    for (String name : files()) {
      bytes.put(name, Files.readAllBytes(folder.resolve(name)));
    }
    return bytes;
  }

  @Test
  void independentMembersAreThoseThatSingleTrains() throws IOException {
    TrainReport report = train(Method.INDEPENDENT);
    assertEquals(List.of("a of 3", "b of 3", "base of 3"), fits);
    assertEquals(
        WrittenModels.accuracy(ProjectLoader.load(folder)).keySet(), report.test().keySet());
    byte[] b = Files.readAllBytes(folder.resolve("members/b.onnx"));
    byte[] a = Files.readAllBytes(folder.resolve("members/a.onnx"));
    assertFalse(Arrays.equals(a, b), "equal architectures begin differently");
    train(Method.SINGLE, "b");
    assertArrayEquals(b, Files.readAllBytes(folder.resolve("members/b.onnx")));
  }

  @Test
  void headsOfEachTypeAreRunAsTheyWereReported() throws IOException {
    for (String heads : List.of("{type: fc, width: 8}", "{type: conv, width: 8, epochs: 1}")) {
      Files.writeString(
          folder.resolve("ensemble.yaml"), MANIFEST + "  heads: " + heads + System.lineSeparator());
      TrainReport report = train(Method.INDEPENDENT);
      assertEquals(List.of("a of 4", "b of 4", "base of 4", "heads of 4"), fits);
      assertTrue(terms.contains("a+b"));
      Map<String, Proportion> written = WrittenModels.accuracy(ProjectLoader.load(folder));
      assertEquals(written.get("a+b"), report.test().get("a+b"), heads);
      assertEquals(written.get("a"), report.test().get("a"), heads);
    }
    train(Method.MEL);
    assertEquals(List.of("members of 2", "base of 2"), fits, "trained with the members");
  }

  @Test
  void aLoneSurvivorLearnsGroupsOfClasses() throws IOException {
    String coarse =
        """
          coarse:
            members: a
            groups:
              round: [zero, six, eight, nine]
              straight: [one, four, seven]
              other: [two, three, five]
        """;
    train(Method.MEL);
    byte[] fine = Files.readAllBytes(folder.resolve("members/b.onnx"));
    Files.writeString(folder.resolve("ensemble.yaml"), MANIFEST + coarse);
    TrainReport report = train(Method.MEL);
    // The other member's file has no such output: it differs by what both learnt from the heads.
    assertFalse(Arrays.equals(fine, Files.readAllBytes(folder.resolve("members/b.onnx"))));
    Map<String, CoarseReport> exits = report.folds().get(0).coarse();
    assertEquals(Set.of("a"), exits.keySet());
    assertEquals(List.of("round", "straight", "other"), exits.get("a").groups());
    assertTrue(ReportTable.of(report).contains("tells round, straight, other apart"));

    Project project = ProjectLoader.load(folder);
    float[][] logits = WrittenModels.logits(project, "a", "coarse");
    int[] groups = {0, 1, 2, 2, 1, 2, 0, 1, 0, 0};
    int[] labels =
        Arrays.stream(ProjectSamples.load(project).of(Split.TEST, Integer.MAX_VALUE).labels())
            .map(label -> groups[label])
            .toArray();
    assertEquals(exits.get("a").test(), Answers.of(logits, labels).proportion());
    // Exits of groups need not tell classes apart, but after the refit they try.
    assertTrue(report.test().get("a").value() > 0.2);
  }

  @Test
  void distilTrainsTheTeacherFirstOrTakesItFromItsFile() throws IOException {
    TrainReport report = train(Method.DISTIL);
    assertEquals(List.of("base of 3", "a of 3", "b of 3"), fits);
    assertEquals(Set.of("a", "a.teacher", "b", "b.teacher", "base"), terms);
    assertEquals(Set.of("a", "b", "base", "a+b"), report.test().keySet());

    train(Method.DISTIL, "a");
    assertEquals(List.of("a of 1"), fits);
    assertEquals(Set.of("a", "a.teacher"), terms);

    Files.delete(folder.resolve("members/base.onnx"));
    UpcallException refused = assertThrows(UpcallException.class, () -> train(Method.DISTIL, "a"));
    assertTrue(refused.getMessage().contains("UP4030"), refused.getMessage());
  }
}
