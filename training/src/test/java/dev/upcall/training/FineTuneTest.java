package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.onnx.ModelProto;
import dev.upcall.core.project.Project;
import dev.upcall.training.FoldReport.QuantReport;
import dev.upcall.training.onnx.OnnxWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed digits members, tuned for integers from their files. */
class FineTuneTest {
  private static final String SETTINGS =
      """
      method: fine-tune
      train: [small, wide]
      epochs: 1
      batch: 32
      quantizationAware: {epochs: 1}
      members:
        small: {architecture: separable, width: 6, depth: 1, stages: 2}
        wide: {architecture: plain, width: 12, depth: 1, stages: 3}
        deep: {architecture: residual, width: 2}
        full: {architecture: residual, width: 2}
      """;

  @TempDir Path temporary;

  private Project project(String settings) throws IOException {
    Project project = TestProject.with(settings, temporary);
    for (String member : List.of("small", "wide")) {
      Path file = model(project, member);
      Files.createDirectories(file.getParent());
      Files.copy(TestProject.DIGITS.resolve(temporary.relativize(file)), file);
    }
    return project;
  }

  private static Path model(Project project, String member) {
    return project.resolve(project.manifest().members().get(member).model());
  }

  private static FoldReport train(Project project) {
    return TestProject.train(project, new ProgressListener() {});
  }

  @Test
  void membersStartAsTheirFilesHaveThem() throws IOException {
    Project project = project(SETTINGS);
    Map<String, float[]> small = constants(project, "small");
    Map<String, float[]> wide = constants(project, "wide");
    FoldReport report = train(project);
    assertEquals(Map.of(), report.epochs());
    assertEquals(Set.of("small"), report.quantized().keySet());
    QuantReport quantized = report.quantized().get("small");
    assertTrue(quantized.floats().value() > 0.9, quantized.toString());
    assertEquals(0, report.exported().points(), 0.01);
    assertTrue(report.subsets().containsKey("small+wide"), report.subsets().toString());

    wide.keySet().removeIf(name -> !name.startsWith("wide."));
    Map<String, float[]> left = constants(project, "wide");
    assertFalse(wide.isEmpty());
    wide.forEach((name, values) -> assertArrayEquals(values, left.get(name), name));
    Map<String, float[]> tuned = constants(project, "small");
    boolean moved =
        small.keySet().stream()
            .filter(name -> name.startsWith("small."))
            .anyMatch(name -> small.get(name)[0] != tuned.get(name)[0]);
    assertEquals(quantized.kept(), moved);
  }

  private static Map<String, float[]> constants(Project project, String member) throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(model(project, member)))
        .getGraph()
        .getInitializerList()
        .stream()
        .collect(Collectors.toMap(tensor -> tensor.getName(), OnnxWeights::values));
  }

  @Test
  void aFileOfAnotherNetworkIsRefused() throws IOException {
    Project narrow = project(SETTINGS.replace("width: 6", "width: 7"));
    UpcallException refused = assertThrows(UpcallException.class, () -> train(narrow));
    assertTrue(refused.getMessage().contains("UP4051"), refused.getMessage());
    assertTrue(refused.getMessage().contains("values of \"small."), refused.getMessage());
  }

  @Test
  void aMemberWithoutAFileIsRefused() throws IOException {
    Project project = project(SETTINGS);
    Files.delete(model(project, "small"));
    UpcallException refused = assertThrows(UpcallException.class, () -> train(project));
    assertTrue(refused.getMessage().contains("no such file"), refused.getMessage());
  }

  @Test
  void nothingToTuneIsAnError() throws IOException {
    Project project = project(SETTINGS.replace("quantizationAware: {epochs: 1}\n", ""));
    UpcallException refused = assertThrows(UpcallException.class, () -> train(project));
    assertTrue(refused.getMessage().contains("UP4034"), refused.getMessage());
  }
}
