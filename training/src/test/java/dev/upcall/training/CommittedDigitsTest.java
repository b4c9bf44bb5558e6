package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.ProjectLoader;
import dev.upcall.training.export.WrittenModels;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The models committed for examples/digits, each fold's on the samples it never saw: together all
 * 1797.
 */
class CommittedDigitsTest {
  private static final int FOLDS = 5;
  private static final String ALL = "deep+full+small+wide";
  private static final Map<String, Proportion> ACCURACY = new LinkedHashMap<>();

  @BeforeAll
  static void runAllFolds() throws IOException {
    for (int fold = 0; fold < FOLDS; fold++) {
      WrittenModels.accuracy(ProjectLoader.load(TestProject.DIGITS).withFold(fold))
          .forEach((key, accuracy) -> ACCURACY.merge(key, accuracy, Proportion::plus));
    }
  }

  private static double percent(String key) {
    return 100 * ACCURACY.get(key).value();
  }

  @Test
  void everySubsetIsScoredOnEverySample() {
    assertEquals(15, ACCURACY.size());
    ACCURACY.values().forEach(accuracy -> assertEquals(1797, accuracy.of()));
  }

  @Test
  void theDeviceNeedsTheHost() {
    double gap = percent(ALL) - percent("small");
    assertTrue(gap >= 3, "small is only " + gap + " points below the ensemble");
  }

  @Test
  void theHostIsGood() {
    assertTrue(percent(ALL) >= 98.5, ACCURACY::toString);
  }

  /** MEL's claim is 95.6 % (arXiv 2506.20094). */
  @Test
  void losingAnyOneMemberCostsLittle() {
    for (String rest :
        new String[] {"deep+full+small", "deep+full+wide", "deep+small+wide", "full+small+wide"}) {
      assertTrue(percent(rest) / percent(ALL) >= 0.956, rest + ": " + percent(rest));
    }
  }
}
