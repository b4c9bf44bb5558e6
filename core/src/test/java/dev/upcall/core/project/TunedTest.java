package dev.upcall.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Refused;
import dev.upcall.core.yaml.YamlCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunedTest {
  @TempDir Path folder;

  private Project project() {
    return Manifests.load(folder, Manifests.GOOD);
  }

  @Test
  void comesBackAsItWasSaved() {
    Tuned tuned =
        new Tuned(
            Map.of("target", "accuracy >= 0.98: 'strict' #1", "split", "tune"),
            Map.of(1, Map.of("bias", -1.5e-7, "p1", 1.0 / 3), 0, Map.of("theta", 0.9)));
    tuned.save(project());
    assertEquals(Optional.of(tuned), Tuned.load(project()));
    assertEquals(0.9, tuned.stage(0).get("theta"));
    assertEquals(Map.of(), tuned.stage(7));
  }

  @Test
  void readsAListAsAValuePerClass() throws IOException {
    Project project = project();
    Files.writeString(project.resolve("tuned.yaml"), "provenance: {}\nstages: {1: {p1: [1, 2]}}");
    Tuned tuned = Tuned.load(project).orElseThrow();
    assertEquals(Map.of("p1[0]", 1.0, "p1[1]", 2.0), tuned.stage(1));
    tuned.save(project);
    assertEquals(tuned, Tuned.load(project).orElseThrow());
  }

  @Test
  void isWrittenTheSameWayEachTime() throws IOException {
    new Tuned(Map.of("split", "tune"), Map.of(1, Map.of("p2", 2.0, "p1", 1.0))).save(project());
    assertEquals(
        """
        # Written by upcall tune; ensemble.yaml is yours.
        provenance:
          split: 'tune'
        stages:
          1:
            p1: 1.0
            p2: 2.0
        """,
        Files.readString(folder.resolve("tuned.yaml")));
  }

  @Test
  void liesBesideTheModelsOfItsFold() {
    Project fold = project().withFold(2);
    new Tuned(Map.of(), Map.of()).save(fold);
    assertTrue(Files.exists(folder.resolve("crossfit/2/tuned.yaml")));
    assertEquals(Optional.of(new Tuned(Map.of(), Map.of())), Tuned.load(fold));
    assertEquals(Optional.empty(), Tuned.load(project()));
  }

  @Test
  void refusesStagesThatDoNotExist() throws IOException {
    Files.writeString(
        folder.resolve("tuned.yaml"), "provenance: {}\nstages:\n  2: {theta: 1}\n  x: {}\n");
    var all = Refused.all(() -> Tuned.load(project()));
    assertEquals(2, all.size());
    assertEquals(ProjectCode.TUNED, all.get(0).code());
    assertEquals("tuned.yaml:3", all.get(0).at());
  }

  @Test
  void refusesValuesThatAreNoNumbers() throws IOException {
    Files.writeString(
        folder.resolve("tuned.yaml"), "provenance: {}\nstages:\n  0: {theta: .nan}\n");
    Diagnostic diagnostic = Refused.with(YamlCode.WRONG_TYPE, () -> Tuned.load(project()));
    assertEquals("stages.0.theta has the wrong type", diagnostic.title());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Tuned(Map.of(), Map.of(0, Map.of("theta", Double.NaN))));
  }
}
