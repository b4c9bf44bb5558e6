package dev.upcall.compiler.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The C of the two policies of the first ladder, as text. {@code -Dgolden.update=true} rewrites the
 * files.
 */
class GoldenPolicyTest {
  private static final Path FOLDER = Path.of("src/test/resources/decision/golden");
  private static final PolicyPlace ANYWHERE = PolicyPlace.anywhere("upcall_policy_0");
  private static final Map<String, Double> WEIGHTS =
      Map.of("beta", -4.6339135, "w1", 5.9, "w2", -3.0);

  @Test
  void threshold() throws IOException {
    compare("Threshold", "Threshold", Map.of("theta", 0.9), ANYWHERE);
  }

  @Test
  void logisticRegression() throws IOException {
    compare("LogisticRegression", "LogisticRegression", WEIGHTS, ANYWHERE.asLast());
  }

  /** Behind a stage of ten classes with a known scale. */
  @Test
  void placedLogisticRegression() throws IOException {
    PolicyPlace place =
        new PolicyPlace(
            "upcall_policy_0",
            true,
            Optional.of(new PolicyPlace.StageScores(10, new QParams(0.25f, 4))));
    compare("Placed", "LogisticRegression", WEIGHTS, place);
  }

  /** The same input gives the same bytes. */
  @Test
  void isDeterministic() {
    assertEquals(
        translate("Entropy", Map.of("bound", 0.8), ANYWHERE),
        translate("Entropy", Map.of("bound", 0.8), ANYWHERE));
  }

  @Test
  void floatsComeBackFromTheirText() {
    for (int bits = 0; bits < 0x7F800000; bits += 100_003) {
      String text = TermPrinter.floating(Float.intBitsToFloat(bits));
      assertTrue(text.matches("[0-9]+(\\.[0-9]+)?(E[-+][0-9]+)?f"), text);
      assertEquals(bits, Float.floatToRawIntBits(Float.parseFloat(text)), text);
    }
  }

  private static void compare(
      String file, String name, Map<String, Double> values, PolicyPlace place) throws IOException {
    String c = translate(name, values, place).source();
    Path golden = FOLDER.resolve(file + ".c");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FOLDER);
      Files.writeString(golden, c);
    }
    assertEquals(Files.readString(golden), c);
  }

  private static CPolicy translate(String name, Map<String, Double> values, PolicyPlace place) {
    return new PolicyTranslator().translate(PolicySource.library(name), values, place);
  }
}
