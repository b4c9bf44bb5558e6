package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.training.export.WrittenModels;
import dev.upcall.training.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of different architectures, cut and whole, are trained and written together. */
class HeterogeneousMembersTest {
  private static final String SETTINGS =
      """
      epochs: 2
      batch: 64
      samples: 400
      augment: {crop: 1, noise: 0.05}
      members:
        small: {architecture: mlp, channels: [16, 8]}
        wide: {architecture: lenet5, kernel: 3, channels: [4, 6, 10]}
        deep: {architecture: mobilenetv2, channels: [4, 8, 8], depth: 2, stride: 1, cut: 2}
        full: {architecture: cnn1d, width: 4, cut: 2}
      """;

  @TempDir Path folder;

  @Test
  void trainTogether() throws IOException {
    TestProject.copy(folder);
    Files.writeString(folder.resolve("training.yaml"), SETTINGS);
    Project project = ProjectLoader.load(folder);
    TrainRequest request =
        new TrainRequest(
            project, List.of(0), SettingsLoader.load(project), 1, new ProgressListener() {});
    TrainReport report = new Trainer().train(request);
    assertEquals(
        List.of("mobilenetv2", "cnn1d", "mlp", "lenet5"),
        report.members().values().stream().map(member -> member.architecture()).toList());
    // Read anew, because the manifest has got a line for each head.
    Map<String, Proportion> written = WrittenModels.accuracy(ProjectLoader.load(folder));
    assertEquals(15, written.size());
    report.test().forEach((subset, test) -> assertEquals(test, written.get(subset), subset));
    assertTrue(written.get("deep+full+small+wide").value() > 0.5, written::toString);
  }
}
