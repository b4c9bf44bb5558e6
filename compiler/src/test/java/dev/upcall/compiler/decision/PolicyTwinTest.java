package dev.upcall.compiler.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Agreement;
import dev.upcall.core.decision.Entropy;
import dev.upcall.core.decision.LogisticRegression;
import dev.upcall.core.decision.Margin;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Threshold;
import dev.upcall.core.decision.TwoThreshold;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java policy and its C translation take the same verdict, by the same bits on the way. */
class PolicyTwinTest {
  private static final int RANDOM_CASES = 100_000;

  @TempDir Path folder;

  static Stream<Arguments> builtIns() {
    return Stream.of(
        Arguments.of("Threshold", Map.of("theta", 0.5), new Threshold(0.5f, 1f)),
        Arguments.of(
            "Threshold", Map.of("theta", 0.83, "temperature", 1.7), new Threshold(0.83f, 1.7f)),
        Arguments.of("Margin", Map.of("theta", 0.25, "temperature", 0.6), new Margin(0.25f, 0.6f)),
        Arguments.of("Entropy", Map.of("bound", 0.8), new Entropy(0.8f, 1f)),
        Arguments.of("Agreement", Map.of("theta", 0.6), new Agreement(0.6f)),
        Arguments.of(
            "TwoThreshold", Map.of("low", 0.2, "high", 0.7), new TwoThreshold(0.2f, 0.7f, 1f)),
        Arguments.of(
            "LogisticRegression",
            Map.of("beta", -4.63391351, "w1", 5.93658349, "w2", -3.04197074),
            new LogisticRegression(-4.63391351f, 5.93658349f, -3.04197074f)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("builtIns")
  void takesTheSameVerdicts(String name, Map<String, Double> values, Policy policy)
      throws IOException {
    CPolicy c =
        new PolicyTranslator()
            .translate(PolicySource.library(name), values, PolicyPlace.anywhere("upcall_policy_0"));
    List<Scores> cases = new ArrayList<>(ScoreCases.ties());
    cases.addAll(ScoreCases.random(RANDOM_CASES, 1));
    List<PolicyHarness.Outcome> outcomes = new PolicyHarness(folder, c, "").run(cases);
    int[] verdicts = new int[3];
    for (int i = 0; i < cases.size(); i++) {
      Scores scores = cases.get(i);
      assertEquals(policy.decide(scores), outcomes.get(i).verdict(), () -> describe(scores));
      verdicts[outcomes.get(i).verdict().ordinal()]++;
    }
    assertTrue(verdicts[0] > 5000 && verdicts[1] > 5000, () -> Arrays.toString(verdicts));
  }

  @Test
  void continueIsAnUpcallBehindTheLastStage() throws IOException {
    CPolicy c =
        new PolicyTranslator()
            .translate(
                PolicySource.library("Threshold"),
                Map.of("theta", 0.5),
                PolicyPlace.anywhere("upcall_policy_0").asLast());
    Policy policy = new Threshold(0.5f, 1f);
    List<Scores> cases = ScoreCases.ties();
    List<PolicyHarness.Outcome> outcomes = new PolicyHarness(folder, c, "").run(cases);
    for (int i = 0; i < cases.size(); i++) {
      assertEquals(policy.decide(cases.get(i)).behindLastStage(), outcomes.get(i).verdict());
    }
  }

  @Test
  void computesTheSameBitsOnTheWay() throws IOException {
    PolicySource source =
        new PolicySource(
            "Everything",
            "Everything.java",
            """
            import dev.upcall.core.decision.*;

            public record Everything() implements Policy {
              @Override
              public Verdict decide(Scores s) {
                float sum = s.maxProbability(1.3f) + s.secondProbability(1.3f) + s.margin(0.7f)
                    + s.entropy(1f) + s.probability(1, 2f) + s.value(0) + PolicyMath.sqrt(s.value(1))
                    + PolicyMath.log(s.value(0)) + PolicyMath.floor(s.value(1));
                return sum > 0 ? Verdict.ACCEPT : Verdict.UPCALL;
              }
            }
            """,
            false);
    CPolicy c =
        new PolicyTranslator().translate(source, Map.of(), PolicyPlace.anywhere("upcall_policy_0"));
    String probes =
        "scores_max_probability(&scores, 1.3f);scores_second_probability(&scores, 1.3f);"
            + "scores_margin(&scores, 0.7f);scores_entropy(&scores, 1.0f);"
            + "scores_probability(&scores, 1, 2.0f);scores_value(&scores, 0);"
            + "math_sqrt(scores_value(&scores, 1));math_log(scores_value(&scores, 0));"
            + "math_floor(scores_value(&scores, 1));(float)scores_top1(&scores);"
            + "(float)scores_top2(&scores)";
    List<Function<Scores, Float>> twins =
        List.of(
            s -> s.maxProbability(1.3f),
            s -> s.secondProbability(1.3f),
            s -> s.margin(0.7f),
            s -> s.entropy(1f),
            s -> s.probability(1, 2f),
            s -> s.value(0),
            s -> dev.upcall.core.decision.PolicyMath.sqrt(s.value(1)),
            s -> dev.upcall.core.decision.PolicyMath.log(s.value(0)),
            s -> dev.upcall.core.decision.PolicyMath.floor(s.value(1)),
            s -> (float) s.top1(),
            s -> (float) s.top2());
    List<Scores> cases = new ArrayList<>(ScoreCases.ties());
    cases.addAll(ScoreCases.random(RANDOM_CASES, 2));
    List<PolicyHarness.Outcome> outcomes = new PolicyHarness(folder, c, probes).run(cases);
    for (int i = 0; i < cases.size(); i++) {
      Scores scores = cases.get(i);
      for (int p = 0; p < twins.size(); p++) {
        int probe = p;
        assertEquals(
            Float.floatToIntBits(twins.get(p).apply(scores)),
            Float.floatToIntBits(outcomes.get(i).probes()[p]),
            () -> "probe " + probe + " of " + describe(scores));
      }
    }
  }

  private static String describe(Scores s) {
    return Arrays.toString(s.logits()) + " scale " + s.scale() + " zero point " + s.zeroPoint();
  }
}
