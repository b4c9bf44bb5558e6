package dev.upcall.compiler.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The C of the two policies of the first ladder, as text. {@code -Dgolden.update=true} rewrites the
 * files.
 */
class GoldenPolicyTest {
  private static final Path FOLDER = Path.of("src/test/resources/decision/golden");

  @Test
  void threshold() throws IOException {
    compare("Threshold", Map.of("theta", 0.9), false);
  }

  @Test
  void logisticRegression() throws IOException {
    compare("LogisticRegression", Map.of("beta", -4.6339135, "w1", 5.9, "w2", -3.0), true);
  }

  /** The same input gives the same bytes. */
  @Test
  void isDeterministic() {
    assertEquals(
        translate("Entropy", Map.of("bound", 0.8), true),
        translate("Entropy", Map.of("bound", 0.8), true));
  }

  @Test
  void floatsComeBackFromTheirText() {
    for (int bits = 0; bits < 0x7F800000; bits += 100_003) {
      String text = TermPrinter.floating(Float.intBitsToFloat(bits));
      assertTrue(text.matches("[0-9]+(\\.[0-9]+)?(E[-+][0-9]+)?f"), text);
      assertEquals(bits, Float.floatToRawIntBits(Float.parseFloat(text)), text);
    }
  }

  private static void compare(String name, Map<String, Double> values, boolean last)
      throws IOException {
    String c = translate(name, values, last).source();
    Path golden = FOLDER.resolve(name + ".c");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FOLDER);
      Files.writeString(golden, c);
    }
    assertEquals(Files.readString(golden), c);
  }

  private static CPolicy translate(String name, Map<String, Double> values, boolean last) {
    return new PolicyTranslator()
        .translate(PolicySource.library(name), values, "upcall_policy_0", last);
  }
}
