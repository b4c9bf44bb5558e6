package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicyPlace;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.compiler.tool.PolicyTwin.Sample;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies with state or parameters per class take Java's verdicts over whole sequences. */
@Tag("cc")
class LearningTwinTest {
  private static final Path SOURCES = Path.of("src/test/resources/decision");
  private static final int CLASSES = 10;
  private static final QParams SCALE = new QParams(0.09f, -3);
  private static final Map<String, Map<String, Double>> PARAMETERS =
      Map.of(
          "HiLcb", Map.of("price", 0.3),
          "HiLcbLite", Map.of("price", 0.3, "patience", 50.0),
          "HilN", Map.of("price", 0.3),
          "Following.java", Map.of("least", 0.2, "least[4]", 0.5),
          "Learner.java", Map.of("step", 3.0, "theta", 0.4, "theta[3]", 0.9),
          "Budgeted HiLcbLite", Map.of("rho", 0.15, "of.price", 0.1),
          "Budgeted PerClassThreshold", Map.of("rho", 0.3, "of.theta", 0.9, "of.theta[2]", 0.4),
          "Budgeted Budgeted HilN", Map.of("rho", 0.3, "of.rho", 0.2, "of.of.price", 0.1),
          "PerClassThreshold", Map.of("theta", 0.4, "theta[0]", 0.3, "theta[7]", 0.9),
          "Meanet", Map.of("bound", 1.0, "hard", 0.0, "hard[2]", 1.0, "hard[5]", 1.0));

  private final ProcessRunner runner = new ProcessRunner();
  private final PolicyTranslator translator = new PolicyTranslator();

  @TempDir Path folder;

  @AfterEach
  void endProcesses() {
    runner.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Budgeted HiLcbLite",
    "Budgeted PerClassThreshold",
    "Budgeted Budgeted HilN",
    "HiLcb",
    "HiLcbLite",
    "HilN",
    "Learner.java",
    "Following.java",
    "PerClassThreshold",
    "Calibrated",
    "Budgeted Calibrated",
    "Meanet"
  })
  void takesTheSameVerdicts(String use) throws IOException {
    assumeTrue(runner.find("gcc").isPresent(), "gcc is absent: C twins not compared");
    PolicySource source = source(use);
    Map<String, Double> values = use.endsWith("Calibrated") ? calibrated(use) : PARAMETERS.get(use);
    Supplier<Policy> maker =
        new PolicyLoader(translator).maker(source, values, OptionalInt.of(CLASSES));
    List<Sample> samples = samples(20_000);
    PolicyPlace place =
        new PolicyPlace(
            "upcall_policy_1", false, Optional.of(new PolicyPlace.StageScores(CLASSES, SCALE)));
    CPolicy c = translator.translate(source, values, place);
    PolicyTwin.Comparison found = new PolicyTwin(runner, folder, c).compare(maker.get(), samples);
    assertEquals(0, found.mismatches());
    int accepted = found.accepted();
    assertTrue(accepted > 1000 && accepted < samples.size() - 1000, "accepted " + accepted);
  }

  /** With a table that rises in uneven steps. */
  private static Map<String, Double> calibrated(String use) {
    boolean wrapped = use.startsWith("Budgeted");
    String prefix = wrapped ? "of." : "";
    Map<String, Double> values = new HashMap<>(Map.of(prefix + "theta", 0.8));
    if (wrapped) {
      values.put("rho", 0.3);
    }
    for (int lead = 0; lead < 256; lead++) {
      values.put(prefix + "table[" + lead + "]", 1 - 0.6 / (1 + 0.001 * lead * (lead % 7 + lead)));
    }
    return values;
  }

  /** A policy, or several of which each wraps the next. */
  private static PolicySource source(String use) throws IOException {
    String[] names = use.split(" ", 2);
    PolicySource first =
        names[0].equals("Following.java") ? documented() : PolicySource.find(names[0], SOURCES);
    return names.length == 1 ? first : first.wrapping(source(names[1]));
  }

  /** The policy with state that the documentation shows. */
  private static PolicySource documented() throws IOException {
    String page = Files.readString(Path.of("../docs/policies.md"));
    int start = page.indexOf("```java\n", page.indexOf("### State")) + "```java\n".length();
    String text = page.substring(start, page.indexOf("```", start));
    return new PolicySource("Following", "Following.java", text, false);
  }

  /** Surer ones are more often right; answers come at once or up to nine samples late. */
  private static List<Sample> samples(int count) {
    Random random = new Random(5);
    List<Sample> samples = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      byte[] logits = new byte[CLASSES];
      for (int c = 0; c < CLASSES; c++) {
        logits[c] = (byte) (random.nextInt(30) - 60);
      }
      int top = random.nextInt(CLASSES);
      int ahead = random.nextInt(80);
      logits[top] += ahead;
      int label = random.nextInt(60) < ahead + 10 ? top : random.nextInt(CLASSES);
      Scores scores = new Scores(logits, SCALE.scale(), SCALE.zeroPoint());
      samples.add(new Sample(scores, label, random.nextInt(10)));
    }
    return samples;
  }
}
