package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.tensor.Argmax;
import dev.upcall.training.LadderReport.RouteReport;
import dev.upcall.training.export.WrittenModels;
import dev.upcall.training.fit.EpochEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The methods early-exit and meanet, on digits. */
class LaddersTest {
  private static final String SETTINGS =
      """
      method: early-exit
      exits: {train: distilled, weight: 0.2}
      train: [deep]
      epochs: 4
      samples: 500
      batch: 50
      members:
        small: {architecture: separable, width: 2}
        wide: {architecture: plain, width: 2}
        deep:
          architecture: residual
          width: 4
          branches:
            early: {after: 1, architecture: plain, width: 6, stages: 2}
            extension: {after: 3, adaptive: 4, architecture: plain, width: 8, stages: 1, hard: 4}
        full: {architecture: residual, width: 3}
      """;

  @TempDir Path temporary;
  private final List<Set<String>> terms = new ArrayList<>();

  private FoldReport train(String settings) throws IOException {
    Project project = project(settings);
    ProgressListener terms =
        new ProgressListener() {
          @Override
          public void epoch(int fold, EpochEvent event) {
            LaddersTest.this.terms.add(event.losses().keySet());
          }
        };
    return TestProject.train(project, terms);
  }

  private Project project(String settings) throws IOException {
    return TestProject.with(settings, temporary.resolve("digits"));
  }

  @Test
  void exitsAreTrainedWithTheirMemberAndRouteAsTheFileSays() throws IOException {
    FoldReport report = train(SETTINGS);
    assertEquals(Set.of("deep", "deep.early"), terms.get(0));
    Project project = project(SETTINGS);
    int[] labels = WrittenModels.labels(project);
    float[][] early = WrittenModels.logits(project, "deep", "early");
    float[][] end = WrittenModels.logits(project, "deep", "logits");
    LadderReport ladder = report.ladders().get("deep");
    assertEquals(Answers.of(early, labels), ladder.blocks().get(0).test());
    assertEquals(Answers.of(end, labels), ladder.end().test());
    assertEquals(report.subsets().get("deep").answers(), ladder.end().test());
    assertTrue(ladder.end().test().proportion().value() > 0.4);

    RouteReport route = ladder.route(LadderReport.within(1)).orElseThrow();
    float threshold = route.thresholds().getOrDefault("early", 2f);
    int[] answers = new int[labels.length];
    int left = 0;
    for (int n = 0; n < labels.length; n++) {
      boolean leaves = probability(early[n]) >= threshold;
      answers[n] = Argmax.of(leaves ? early[n] : end[n]);
      left += leaves ? 1 : 0;
    }
    assertEquals((double) left / labels.length, route.leaving().get("early"), 0.01);
    assertEquals(Answers.of(answers, labels).count(), route.test().count(), 2);
    // The first convolution, the exit; then the rest, the exit's work done by then.
    long first = 8 * 8 * 4 * 9;
    long exit = 64 * 6 * 4 * 9 + 16 * 12 * 6 * 9 + 12 * 10;
    assertEquals(first + exit, ladder.blocks().get(0).macs());
    double share = route.leaving().get("early");
    double mean = share * (first + exit) + (1 - share) * (ladder.end().macs() + exit);
    assertEquals(mean, route.meanMacs(), 1);
    assertEquals(1 - mean / ladder.end().macs(), route.macsSaved(), 1e-6);
  }

  private static double probability(float[] logits) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - logits[Argmax.of(logits)]);
    }
    return 1 / sum;
  }

  /**
   * The same answer to every sample, whether exits come later or have no weight, or there are none.
   */
  @Test
  void exitsThatTheMemberDoesNotFeelCostItNothing() throws IOException {
    String quick =
        SETTINGS
            .replace("epochs: 4", "epochs: 2")
            .replace("samples: 500", "samples: 200")
            .replaceAll("(?m)^ *extension:.*\n", "");
    Answers alone = train(quick.replace("early-exit", "single")).subsets().get("deep").answers();
    String frozen = quick.replace("train: distilled, weight: 0.2", "train: frozen");
    assertEquals(alone, train(frozen).subsets().get("deep").answers());
    String weightless = quick.replace("weight: 0.2", "weights: {early: 0}");
    assertEquals(alone, train(weightless).subsets().get("deep").answers());
    String heavy = quick.replace("weight: 0.2", "weight: 5");
    assertNotEquals(alone, train(heavy).subsets().get("deep").answers());
  }

  @Test
  void aMethodWithoutItsBranchesIsRefused() {
    String bare = SETTINGS.replaceAll("(?m)^ *(branches:|early:|extension:).*\n", "");
    for (String method : List.of("early-exit", "meanet")) {
      UpcallException refused =
          assertThrows(UpcallException.class, () -> train(bare.replace("early-exit", method)));
      assertTrue(refused.getMessage().contains("UP4031"), refused.getMessage());
    }
  }

  @Test
  void anUnknownExitIsAnsweredWithTheNearest() {
    String wrong = SETTINGS.replace("weight: 0.2", "weights: {erly: 0.2}");
    UpcallException refused = assertThrows(UpcallException.class, () -> train(wrong));
    assertTrue(refused.getMessage().contains("early"), refused.getMessage());
    assertTrue(refused.getMessage().contains("UP4003"), refused.getMessage());
  }

  @Test
  void hardClassesGoToTheExtensionAndAreMappedBack() throws IOException {
    String settings =
        SETTINGS
            .replace("method: early-exit", "method: meanet\nbranchEpochs: 2")
            .replace("hard: 4", "hard: 4, main: early");
    FoldReport report = train(settings);
    Project project = project(settings);
    List<String> names = project.manifest().classes();
    List<Integer> hard =
        report.branches().get("deep.extension").classes().stream().map(names::indexOf).toList();
    int[] labels = WrittenModels.labels(project);
    float[][] main = WrittenModels.logits(project, "deep", "early");
    float[][] extension = WrittenModels.logits(project, "deep", "extension");
    int[] answers = new int[labels.length];
    int on = 0;
    for (int n = 0; n < labels.length; n++) {
      answers[n] = Argmax.of(main[n]);
      if (hard.contains(answers[n])) {
        answers[n] = hard.get(Argmax.of(extension[n]));
        on++;
      }
    }
    LadderReport ladder = report.ladders().get("deep");
    RouteReport route = ladder.route(LadderReport.hardClasses("extension")).orElseThrow();
    assertEquals(Answers.of(answers, labels), route.test());
    double share = (double) on / labels.length;
    assertEquals(share, route.leaving().get("extension"), 1e-9);
    assertEquals(1 - share, route.leaving().get("early"), 1e-9);
    assertEquals(0, route.leaving().get("tier above"));
    assertTrue(route.meanMacs() > ladder.blocks().get(0).macs(), "an extension is more work");
    RouteReport up = ladder.route(LadderReport.complexUp("extension")).orElseThrow();
    assertEquals("deep", up.above());
    assertTrue(up.leaving().get("tier above") > 0);
    assertTrue(up.meanMacs() <= route.meanMacs());
  }
}
