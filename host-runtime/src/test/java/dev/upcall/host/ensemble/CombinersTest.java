package dev.upcall.host.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.host.HostCode;
import dev.upcall.host.testing.TinyProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CombinersTest {
  /** int8 [1,2,2]: the manifest's raw range is 0..255 at scale 1, so int8 q stands for q + 128. */
  private static final byte[] SAMPLE = {-127, -126, -125, -120};

  @TempDir Path folder;
  private Project project;

  @BeforeEach
  void writeProject() {
    project = TinyProject.in(folder);
  }

  @Test
  void everySubsetIsAnsweredByItsOwnHead() {
    // Features of every member: channel means 2 and 5; a head adds them up over its members.
    for (Set<String> alive :
        List.of(Set.of("a", "b"), Set.of("b", "c"), Set.of("a", "c"), Set.of("a", "b", "c"))) {
      CombinedAnswer answer = evaluate(project, alive);
      assertArrayEquals(new float[] {7 * alive.size(), 0}, answer.logits());
      assertEquals(0, answer.classIndex());
      assertEquals(alive.stream().sorted().toList(), answer.members());
    }
  }

  @Test
  void aMemberAloneAnswersWithItsOwnLogits() {
    CombinedAnswer answer = evaluate(project, Set.of("c"));
    assertArrayEquals(new float[] {3, 8}, answer.logits());
    assertEquals(1, answer.classIndex());
    assertEquals(1 / (1 + Math.exp(-5)), answer.confidence(), 1e-6);
  }

  @Test
  void withoutAHeadTheMeanOfTheLogitsDecides() {
    Map<String, String> heads = Map.of("a+b", "heads/a+b.onnx");
    Project few = TinyProject.withOrder(folder, heads, List.of("heads", "meanLogits"));
    assertArrayEquals(
        new float[] {(1 + 2 + 3) / 3f, (2 + 1 + 8) / 3f},
        evaluate(few, Set.of("a", "b", "c")).logits(),
        1e-5f);
    assertArrayEquals(new float[] {14, 0}, evaluate(few, Set.of("a", "b")).logits());
  }

  @Test
  void aSubsetNoRuleCoversIsRefused() {
    Project headsOnly =
        TinyProject.withOrder(folder, Map.of("a+b", "heads/a+b.onnx"), List.of("heads"));
    UpcallException e =
        assertThrows(UpcallException.class, () -> evaluate(headsOnly, Set.of("b", "c")));
    assertEquals(HostCode.NO_COMBINER, e.diagnostics().get(0).code());
  }

  @Test
  void membersWithoutFeaturesTakeNoPartInAHead() {
    HeadsCombiner none = new HeadsCombiner(Map.of(), Set.of("a"), Optional.empty());
    EnsembleModels models = EnsembleModels.load(project);
    try (models) {
      var outputs = models.outputs(List.of(SAMPLE), Set.of("a", "b"));
      assertEquals(Optional.empty(), none.combine(outputs));
    }
  }

  @Test
  void loadingNamesEveryFileThatDoesNotFit() throws IOException {
    Files.delete(folder.resolve("members/a.onnx"));
    Files.writeString(folder.resolve("members/c.onnx"), "?");
    UpcallException e = assertThrows(UpcallException.class, () -> EnsembleModels.load(project));
    assertEquals(
        List.of(HostCode.MODEL_MISSING, HostCode.MODEL_UNREADABLE),
        e.diagnostics().stream().map(d -> d.code()).toList());

    Project heads = TinyProject.in(folder);
    Files.delete(folder.resolve("heads/a+b.onnx"));
    Files.delete(folder.resolve("heads/b+c.onnx"));
    e = assertThrows(UpcallException.class, () -> EnsembleModels.load(heads));
    assertEquals(2, e.diagnostics().size());
  }

  @Test
  void batchesGiveTheSameAnswersAsSamplesAlone() {
    List<byte[]> many = Collections.nCopies(300, SAMPLE);
    CombinedAnswer[] answers = Ensemble.evaluate(project, many, Set.of("b"));
    assertEquals(300, answers.length);
    for (CombinedAnswer answer : answers) {
      assertArrayEquals(new float[] {2, 1}, answer.logits());
    }
  }

  @Test
  void theLowestOfEqualClassesIsTheAnswer() {
    CombinedAnswer answer = CombinedAnswer.of(new float[] {1, 4, 4}, List.of("a"));
    assertEquals(1, answer.classIndex());
  }

  private static CombinedAnswer evaluate(Project project, Set<String> alive) {
    return Ensemble.evaluate(project, List.of(SAMPLE), alive)[0];
  }
}
