package dev.upcall.host.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.host.HostCode;
import dev.upcall.host.member.Wanted;
import dev.upcall.host.testing.PartsProject;
import dev.upcall.host.testing.TinyProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What members say of their parts adds up to the heads. */
class PartSumsTest {
  /** 96 products of magnitude 1 to 10 in one order and in another. */
  private static final float ROUNDING = 1e-4f;

  @TempDir Path folder;
  @TempDir Path other;

  @Test
  void sumsAreTheHeadsOfEverySubsetUpToRounding() {
    Project sums = PartsProject.in(folder, true);
    Project heads = PartsProject.in(other, false);
    assertEquals(Wanted.PARTS, wanted(sums));
    assertEquals(Wanted.FEATURES, wanted(heads));
    List<byte[]> samples = PartsProject.samples(200);
    for (Set<String> alive :
        List.of(Set.of("a", "b"), Set.of("a", "c"), Set.of("b", "c"), Set.of("a", "b", "c"))) {
      CombinedAnswer[] expected = Ensemble.evaluate(heads, samples, alive);
      CombinedAnswer[] actual = Ensemble.evaluate(sums, samples, alive);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i].classIndex(), actual[i].classIndex());
        assertEquals(expected[i].members(), actual[i].members());
        for (int c = 0; c < 3; c++) {
          float logit = expected[i].logits()[c];
          assertEquals(logit, actual[i].logits()[c], ROUNDING * Math.max(1, Math.abs(logit)));
        }
      }
    }
  }

  @Test
  void whereFeaturesAreFewerTheyAreSent() {
    // Two features against six parts; TinyProject's members have none to begin with.
    assertEquals(Wanted.FEATURES, wanted(TinyProject.in(folder)));
  }

  @Test
  void whatNoHeadIsFedWithIsNotAskedFor() {
    TinyProject.in(folder);
    assertEquals(Wanted.LOGITS, wanted(TinyProject.withoutFeatures(folder)));
    assertEquals(
        Wanted.LOGITS, wanted(TinyProject.withOrder(folder, Map.of(), List.of("meanLogits"))));
  }

  /** Parts lie in the order of the heads that were trained, which a manifest with fewer hides. */
  @Test
  void withAHeadMissingTheOthersAreRun() {
    Project fewer = PartsProject.in(folder, true, List.of("a+b", "a+b+c"));
    assertEquals(Wanted.FEATURES, wanted(fewer));
  }

  @Test
  void aHeadOfAnotherTrainingIsRefused() {
    Project sums = PartsProject.in(folder, true);
    PartsProject.retrain(folder, "a+c");
    UpcallException e = assertThrows(UpcallException.class, () -> EnsembleModels.load(sums));
    assertEquals(HostCode.MODEL_PARTS, e.diagnostics().get(0).code());
    assertTrue(e.getMessage().contains("a+c"), e.getMessage());
  }

  private static Wanted wanted(Project project) {
    try (EnsembleModels models = EnsembleModels.load(project)) {
      return models.wanted("a");
    }
  }
}
