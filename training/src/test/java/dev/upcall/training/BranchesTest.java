package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.training.FoldReport.BranchReport;
import dev.upcall.training.export.WrittenModels;
import dev.upcall.training.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BranchesTest {
  private static final String SETTINGS =
      """
      epochs: 3
      branchEpochs: 2
      batch: 64
      members:
        small: {architecture: separable, width: 2}
        wide: {architecture: plain, width: 2}
        deep:
          architecture: residual
          width: 8
          branches:
            early: {after: 1}
            extension: {after: 3, adaptive: 4, architecture: plain, width: 8, stages: 1, hard: 4}
        full: {architecture: residual, width: 3}
      """;

  @TempDir Path temporary;

  private Project project(String settings) throws IOException {
    return TestProject.with(settings, temporary);
  }

  private static FoldReport train(Project project) {
    return TestProject.train(project, new ProgressListener() {});
  }

  @Test
  void exportsComputeWhatTheReportSays() throws IOException {
    Project project = project(SETTINGS);
    FoldReport report = train(project);
    Map<String, BranchReport> branches = report.branches();
    assertEquals(List.of("deep.early", "deep.extension"), List.copyOf(branches.keySet()));
    List<String> classes = project.manifest().classes();
    assertEquals(classes, branches.get("deep.early").classes());
    assertEquals(4, branches.get("deep.extension").classes().size());
    branches.forEach(
        (name, branch) ->
            assertEquals(
                branch.test(),
                WrittenModels.accuracy(
                    project,
                    "deep",
                    name.substring("deep.".length()),
                    branch.classes().stream().map(classes::indexOf).toList()),
                name));
    // Better than guessing among ten and among four, after a minimum of training.
    assertTrue(branches.get("deep.early").test().value() > 0.2);
    assertTrue(branches.get("deep.extension").test().value() > 0.4);
  }

  @Test
  void countsWhatABranchAdds() throws IOException {
    Map<String, BranchReport> branches = train(project(SETTINGS)).branches();
    BranchReport early = branches.get("deep.early");
    assertEquals(8 * 10 + 10, early.parameters());
    assertEquals(8 * 10, early.macs());
    BranchReport extension = branches.get("deep.extension");
    // Behind the member's last map [16,4,4]: the input halved, one more convolution, the joined 20
    // channels to 8, four classes. Two numbers a channel for batch normalisation.
    assertEquals(
        4 * 9 + 4 * 4 * 9 + 20 * 8 * 9 + 2 * (4 + 4 + 8) + 8 * 4 + 4, extension.parameters());
    assertEquals(16 * (4 * 9 + 4 * 4 * 9 + 20 * 8 * 9) + 8 * 4, extension.macs());
  }

  @Test
  void aBranchBehindTheLastLayerIsRefused() throws IOException {
    Project project = project(SETTINGS.replace("after: 3", "after: 4"));
    UpcallException refused =
        assertThrows(UpcallException.class, () -> SettingsLoader.load(project));
    assertTrue(refused.getMessage().contains("after"), refused.getMessage());
    assertTrue(refused.getMessage().contains("training.yaml:"), refused.getMessage());
  }

  @Test
  void aNameThatIsTakenOrNoNameIsRefused() throws IOException {
    Project project = project(SETTINGS);
    for (String name : List.of("logits", "gap", "input", "quantized", "\"a b\"")) {
      Files.writeString(
          project.folder().resolve("training.yaml"), SETTINGS.replace("early:", name + ":"));
      UpcallException refused =
          assertThrows(UpcallException.class, () -> SettingsLoader.load(project), name);
      assertTrue(refused.getMessage().contains("UP4013"), refused.getMessage());
    }
  }
}
