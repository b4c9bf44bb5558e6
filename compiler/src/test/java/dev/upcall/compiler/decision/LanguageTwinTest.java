package dev.upcall.compiler.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operator and statement of the subset does in C what it does in Java: policies of a user,
 * compiled by javac and by gcc, take the same verdicts.
 */
class LanguageTwinTest {
  @TempDir Path folder;

  @Test
  void intsAreJavas() throws IOException {
    compare("Ints", Map.of("seed", -12345.0));
  }

  @Test
  void floatsAreJavas() throws IOException {
    compare("Floats", Map.of("weight", 1.5));
  }

  @Test
  void statementsAreJavas() throws IOException {
    compare("Statements", Map.of("unused", 0.0));
  }

  @Test
  void recordsAreJavas() throws IOException {
    compare("Records", Map.of("weight", 1.5));
  }

  /** The policy that the documentation shows. */
  @Test
  void theDocumentedPolicyWorks() throws IOException {
    String page = Files.readString(Path.of("../docs/policies.md"));
    int start = page.indexOf("```java\n") + "```java\n".length();
    String text = page.substring(start, page.indexOf("```", start));
    compare(new PolicySource("Mine", "Mine.java", text, false), Map.of("theta", 0.95));
  }

  private void compare(String name, Map<String, Double> values) throws IOException {
    compare(PolicySource.read(Path.of("src/test/resources/decision", name + ".java")), values);
  }

  private void compare(PolicySource source, Map<String, Double> values) throws IOException {
    PolicyTranslator translator = new PolicyTranslator();
    Policy policy = new PolicyLoader(translator).load(source, values);
    CPolicy c = translator.translate(source, values, PolicyPlace.anywhere("upcall_policy_0"));
    List<Scores> cases = new ArrayList<>(ScoreCases.ties());
    cases.addAll(ScoreCases.random(50_000, 3));
    List<PolicyHarness.Outcome> outcomes = new PolicyHarness(folder, c, "").run(cases);
    int[] verdicts = new int[3];
    for (int i = 0; i < cases.size(); i++) {
      assertEquals(policy.decide(cases.get(i)), outcomes.get(i).verdict(), cases.get(i)::toString);
      verdicts[outcomes.get(i).verdict().ordinal()]++;
    }
    assertTrue(Arrays.stream(verdicts).allMatch(n -> n > 500), () -> Arrays.toString(verdicts));
  }
}
