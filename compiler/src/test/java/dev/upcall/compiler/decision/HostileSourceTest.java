package dev.upcall.compiler.decision;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged sources end in diagnostics or in C, never in another exception. */
class HostileSourceTest {
  private static final List<String> PIECES =
      List.of(
          "(",
          ")",
          "{",
          "}",
          ";",
          "return",
          "for",
          "if",
          "int",
          "float",
          "scores",
          "this",
          "0",
          "1f",
          "+",
          "-",
          "/",
          "%",
          "?",
          ":",
          "=",
          "==",
          "<<",
          "!",
          ".",
          ",",
          "[",
          "]",
          "\"",
          "'",
          "/*",
          "*/",
          "//",
          "@",
          "new",
          "static",
          "final",
          "record",
          "Verdict",
          "PolicyMath",
          "\\u0000",
          "\u0000",
          "é",
          "\uD800",
          "->",
          "var",
          "0x",
          "1e",
          "switch",
          "yield",
          "\n");

  @Test
  void mutationsNeverEscape() {
    Random random = new Random(6);
    PolicyTranslator translator = new PolicyTranslator();
    int accepted = 0;
    for (int i = 0; i < 1500; i++) {
      String name = PolicySource.BUILT_IN.get(i % PolicySource.BUILT_IN.size());
      PolicySource good = PolicySource.library(name);
      String text = damaged(good.text(), random);
      try {
        translator.check(new PolicySource(name, name + ".java", text, true));
        accepted++;
      } catch (UpcallException e) {
        assertTrue(e.diagnostics().stream().allMatch(d -> d.code().id().startsWith("UP24")));
      }
    }
    // Damage in a comment is no damage.
    assertTrue(accepted > 50 && accepted < 1400, "accepted " + accepted);
  }

  private static String damaged(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(out.length());
      int length = Math.min(out.length() - at, random.nextInt(8));
      switch (random.nextInt(3)) {
        case 0 -> out.delete(at, at + length);
        case 1 -> out.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        default -> out.replace(at, at + length, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return out.toString();
  }

  @Test
  void messagesNeverInterpretTheSource() {
    String text =
        """
        import dev.upcall.core.decision.*;
        public record Mine() implements Policy {
          public Verdict decide(Scores s) {
            String x = "%n %s %d %1$s";
            int y = "%s".length() % 2;
            return Verdict.ACCEPT;
          }
        }
        """;
    try {
      new PolicyTranslator()
          .translate(
              new PolicySource("Mine", "Mine.java", text, false),
              Map.of(),
              PolicyPlace.anywhere("p"));
    } catch (UpcallException e) {
      assertTrue(e.getMessage().contains("\"%s\".length"), e.getMessage());
    }
  }
}
