package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import dev.upcall.training.data.ProjectSamples;
import dev.upcall.training.data.Samples;
import dev.upcall.training.export.WrittenModels;
import dev.upcall.training.mel.Coarse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The committed files of digits against what a training may say of them. */
class ExportEqualityTest {
  private final Project project = ProjectLoader.load(TestProject.DIGITS);
  private final Samples test = ProjectSamples.load(project).of(Split.TEST, Integer.MAX_VALUE);

  private ExportEquality require(Map<String, Proportion> expected) {
    return ExportEquality.require(
        project, expected, project.manifest().members().keySet(), Map.of(), Coarse.NONE, test);
  }

  @Test
  void everyMemberAndHeadIsRun() throws IOException {
    ExportEquality equality = require(WrittenModels.accuracy(project));
    assertEquals(new ExportEquality(15, test.size(), 0), equality);
  }

  @Test
  void whatDiffersIsNamed() throws IOException {
    Map<String, Proportion> expected = new HashMap<>(WrittenModels.accuracy(project));
    expected.computeIfPresent(
        "wide", (key, share) -> new Proportion(share.count() - 3, share.of()));
    expected.computeIfPresent(
        "deep+full", (key, share) -> new Proportion(share.count() - 3, share.of()));
    UpcallException refused = assertThrows(UpcallException.class, () -> require(expected));
    assertEquals(2, refused.diagnostics().size());
    assertEquals("UP4009", refused.diagnostics().get(0).code().id());
    assertTrue(refused.getMessage().contains("wide"), refused.getMessage());
    assertTrue(refused.getMessage().contains("deep+full"), refused.getMessage());
  }
}
