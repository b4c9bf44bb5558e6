package dev.upcall.compiler.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.decision.PolicyPlace.StageScores;
import dev.upcall.core.decision.Entropy;
import dev.upcall.core.decision.LogisticRegression;
import dev.upcall.core.decision.Margin;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Threshold;
import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy that knows its stage's scale looks exponentials up, and takes the same verdicts. */
class PlacedPolicyTest {
  private static final int CASES = 20_000;
  private static final Map<String, Map<String, Double>> PARAMETERS =
      Map.of(
          "Threshold", Map.of("theta", 0.83, "temperature", 1.7),
          "Margin", Map.of("theta", 0.25),
          "Entropy", Map.of("bound", 0.8),
          "LogisticRegression", Map.of("beta", -4.634, "w1", 5.9366, "w2", -3.042));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "Threshold, 10, 0.09",
    "Margin, 2, 0.004",
    "Entropy, 100, 0.15",
    "Entropy, 10, 0.6",
    "LogisticRegression, 10, 0.09",
    "LogisticRegression, 300, 0.05"
  })
  void takesTheSameVerdicts(String name, int classes, float scale) throws IOException {
    CPolicy c = translate(name, PARAMETERS.get(name), classes, scale);
    assertTrue(c.source().contains("table[index]"), c.source());
    assertFalse(
        c.source().contains("math_exp("), () -> "what the table replaces is gone: " + c.source());
    Policy policy = policy(name);
    List<Scores> cases = cases(classes, scale);
    List<PolicyHarness.Outcome> outcomes = new PolicyHarness(folder, c, "").run(cases);
    int accepted = 0;
    for (int i = 0; i < cases.size(); i++) {
      assertEquals(policy.decide(cases.get(i)), outcomes.get(i).verdict(), "case " + i);
      accepted += outcomes.get(i).verdict().ordinal() == 0 ? 1 : 0;
    }
    assertTrue(accepted > CASES / 50 && accepted < CASES - CASES / 50, "accepted " + accepted);
  }

  /** A table has one temperature; what differs from call to call is computed. */
  @Test
  void temperaturesThatDifferAreComputed() {
    PolicySource source =
        new PolicySource(
            "Two",
            "Two.java",
            """
            import dev.upcall.core.decision.*;

            public record Two() implements Policy {
              @Override
              public Verdict decide(Scores s) {
                return s.margin(1f) > s.margin(2f) ? Verdict.ACCEPT : Verdict.UPCALL;
              }
            }
            """,
            false);
    CPolicy c = new PolicyTranslator().translate(source, Map.of(), place(10, 0.1f));
    assertTrue(c.source().contains("math_exp("), c.source());
  }

  private static CPolicy translate(
      String name, Map<String, Double> values, int classes, float scale) {
    return new PolicyTranslator()
        .translate(PolicySource.library(name), values, place(classes, scale));
  }

  private static PolicyPlace place(int classes, float scale) {
    return new PolicyPlace(
        "upcall_policy_0", false, Optional.of(new StageScores(classes, new QParams(scale, -7))));
  }

  private static Policy policy(String name) {
    return switch (name) {
      case "Threshold" -> new Threshold(0.83f, 1.7f);
      case "Margin" -> new Margin(0.25f, 1f);
      case "Entropy" -> new Entropy(0.8f, 1f);
      default -> new LogisticRegression(-4.634f, 5.9366f, -3.042f);
    };
  }

  /** Mostly one class ahead of the others by any distance. */
  private static List<Scores> cases(int classes, float scale) {
    Random random = new Random(classes);
    List<Scores> cases = new ArrayList<>();
    for (int n = 0; n < CASES; n++) {
      byte[] logits = new byte[classes];
      int spread = 1 << 1 + random.nextInt(8);
      for (int c = 0; c < classes; c++) {
        logits[c] = (byte) (random.nextInt(spread) - 128);
      }
      logits[random.nextInt(classes)] = (byte) (random.nextInt(256) - 128);
      cases.add(new Scores(logits, scale, -7));
    }
    return cases;
  }
}
