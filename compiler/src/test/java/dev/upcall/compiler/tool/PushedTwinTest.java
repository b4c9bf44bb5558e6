package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicyPlace;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.compiler.decision.PushedValue;
import dev.upcall.compiler.tool.PolicyTwin.Sample;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.QParams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * C whose parameters were pushed takes the verdicts of the Java class made with those values, and
 * refuses values that the class's ranges exclude.
 */
@Tag("cc")
class PushedTwinTest {
  private static final Path SOURCES = Path.of("src/test/resources/decision");
  private static final int CLASSES = 10;
  private static final int DRAWS = 4;
  private static final QParams SCALE = new QParams(0.09f, -3);

  private final ProcessRunner runner = new ProcessRunner();
  private final PolicyTranslator translator = new PolicyTranslator();
  private final Random random = new Random(17);

  @TempDir Path folder;

  @AfterEach
  void endProcesses() {
    runner.close();
  }

  /**
   * Least and greatest of what is drawn, inside the range that the source declares, and a bad one.
   */
  @ParameterizedTest
  @CsvSource({
    "Threshold, theta=0.3..1, 1.25",
    "Threshold, theta=0.3..1 temperature=0.5..2, 0",
    "LogisticRegression, beta=-6..-4 w1=5..6 w2=-3..1, NaN",
    "Entropy, bound=0.5..2 temperature=1..1.5, -1",
    "PerClassThreshold, theta=0.3..0.9, -0.25",
    "Meanet, bound=0.5..2 hard=0..1, 0.5",
    "HiLcbLite, price=0.1..0.5 width=0.05..0.2 patience=0..50, 0.5",
    "HilN, price=0.2..0.4 explore=0.01..0.1, Infinity",
    "Budgeted HiLcbLite, rho=0.1..0.4 of.price=0.1..0.4, -1",
    "Budgeted PerClassThreshold, of.theta=0.5..0.9, 1.5",
    "Budgeted Budgeted HilN, rho=0.1..0.3 of.of.price=0.1..0.5, 7",
    "Learner.java, step=1..5 theta=0.3..0.9, -1",
  })
  void takesTheVerdictsOfItsNewValues(String use, String ranges, float bad) throws Exception {
    assumeTrue(runner.find("gcc").isPresent(), "gcc is absent: pushed twins not compared");
    PolicySource source = source(use);
    List<String> pushed = new ArrayList<>();
    for (String range : ranges.split(" ")) {
      pushed.add(range.split("=")[0]);
    }
    Map<String, Double> first = draw(source, ranges);
    PolicyPlace place =
        new PolicyPlace(
                "upcall_policy_1", false, Optional.of(new PolicyPlace.StageScores(CLASSES, SCALE)))
            .pushing(pushed);
    CPolicy c = translator.translate(source, first, place);
    PolicyTwin twin = new PolicyTwin(runner, folder, c);
    List<Sample> samples = samples(4000);
    int accepted = 0;
    for (int i = 0; i < DRAWS; i++) {
      Map<String, Double> values = i == 0 ? first : draw(source, ranges);
      List<Float> wire = wire(source, pushed, values);
      assertEquals(c.pushed(), wire.size());
      if (i > 0) {
        twin.push(wire, true);
        List<Float> broken = new ArrayList<>(wire);
        broken.set(random.nextInt(wire.size()), Float.NaN);
        twin.push(broken, false);
        broken = new ArrayList<>(wire);
        broken.set(wire.size() - 1, bad);
        twin.push(broken, false);
      }
      PolicyTwin.Comparison found =
          twin.compare(new PolicyLoader(translator).load(source, values, CLASSES), samples);
      assertEquals(0, found.mismatches(), values.toString());
      accepted += found.accepted();
      twin.forgetPushed();
    }
    assertTrue(accepted > 400 && accepted < DRAWS * samples.size() - 400, "accepted " + accepted);
  }

  private List<Float> wire(PolicySource source, List<String> pushed, Map<String, Double> values) {
    return PushedValue.of(translator, source, pushed, values, CLASSES).stream()
        .map(PushedValue::value)
        .toList();
  }

  /** Values for all parameters: drawn where there is a range, else as the tests have them. */
  private Map<String, Double> draw(PolicySource source, String ranges) {
    Map<String, Double> values = new TreeMap<>(Map.of("of.rho", 0.2, "rho", 0.3));
    List<String> names = translator.check(source).stream().map(p -> p.name()).toList();
    values.keySet().retainAll(names);
    for (String range : ranges.split(" ")) {
      String name = range.split("=")[0];
      String[] ends = range.split("=")[1].split("\\.\\.");
      double low = Double.parseDouble(ends[0]);
      double high = Double.parseDouble(ends[1]);
      boolean whole =
          translator.check(source).stream().anyMatch(p -> p.name().equals(name) && p.integer());
      for (int i = 0; i < CLASSES; i++) {
        double value = low + (high - low) * random.nextFloat();
        values.put(name, whole ? Math.rint(value) : value);
        if (translator.check(source).stream().anyMatch(p -> p.name().equals(name) && p.array())) {
          values.put(name + "[" + i + "]", whole ? Math.rint(value) : value);
        }
      }
    }
    return values;
  }

  private static PolicySource source(String use) {
    String[] names = use.split(" ", 2);
    PolicySource first = PolicySource.find(names[0], SOURCES);
    return names.length == 1 ? first : first.wrapping(source(names[1]));
  }

  private List<Sample> samples(int count) {
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
      samples.add(
          new Sample(
              new Scores(logits, SCALE.scale(), SCALE.zeroPoint()), label, random.nextInt(10)));
    }
    return samples;
  }

  /** What is not pushed stays a constant, and what follows from it a table. */
  @Test
  void onlyWhatIsNamedIsAVariable() {
    String theta = threshold(List.of("theta"));
    assertTrue(theta.contains("static float param_theta"), theta);
    assertTrue(theta.contains("static const int32_t table[]"), theta);
    String both = threshold(List.of("theta", "temperature"));
    assertTrue(both.contains("static float param_temperature"), both);
    assertTrue(!both.contains("static const int32_t table[]"), both);
    String none = threshold(List.of());
    assertTrue(!none.contains("_fits") && none.contains("static const float param_theta"), none);
  }

  private String threshold(List<String> pushed) {
    PolicyPlace place =
        new PolicyPlace(
            "upcall_policy_0", true, Optional.of(new PolicyPlace.StageScores(CLASSES, SCALE)));
    PolicySource source = PolicySource.find("Threshold", SOURCES);
    return translator.translate(source, Map.of("theta", 0.9), place.pushing(pushed)).source();
  }

  @Test
  void namesThatAreNoParametersAreRefused() {
    for (List<String> pushed : List.of(List.of("thera"), List.of("of.theta"))) {
      UpcallException e = assertThrows(UpcallException.class, () -> threshold(pushed));
      assertEquals("UP2414", e.diagnostics().get(0).code().id());
    }
  }

  @Test
  void intsThatFloatsDoNotHoldAreRefused() throws Exception {
    Path file = folder.resolve("Wide.java");
    Files.writeString(
        file,
        """
        import dev.upcall.core.decision.*;

        public record Wide(int least) implements Policy {
          @Override
          public Verdict decide(Scores scores) {
            return scores.logit(0) > least ? Verdict.ACCEPT : Verdict.UPCALL;
          }
        }
        """);
    PolicySource wide = PolicySource.read(file);
    PolicyPlace place = PolicyPlace.anywhere("upcall_policy_0").pushing(List.of("least"));
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> translator.translate(wide, Map.of("least", 3.0), place));
    assertEquals("UP2415", e.diagnostics().get(0).code().id());
  }
}
