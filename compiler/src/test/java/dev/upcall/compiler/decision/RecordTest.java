package dev.upcall.compiler.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of a policy's own: structs in C, and what they may not be. */
class RecordTest {
  /** Line 3 declares, line 5 decides. */
  private static PolicySource source(String declared, String decide) {
    return new PolicySource(
        "Mine",
        "Mine.java",
        """
        import dev.upcall.core.decision.*;
        public record Mine() implements Policy {
          %s
          public Verdict decide(Scores scores) {
            %s
            return Verdict.ACCEPT;
          }
        }
        """
            .formatted(declared, decide),
        false);
  }

  @Test
  void isAStruct() {
    String c =
        new PolicyTranslator()
            .translate(
                source(
                    "record Pair(float low, int inline) {}",
                    "Pair p = new Pair(1, 2); if (p.low() > p.inline()) { return Verdict.UPCALL; }"),
                Map.of(),
                PolicyPlace.anywhere("upcall_policy_0"))
            .source();
    assertTrue(
        c.contains(
            """
            typedef struct {
                float low;
                int32_t local_inline;
            } record_Pair_t;
            """),
        c);
    assertTrue(c.contains("record_Pair_t p = (record_Pair_t){1.0f, 2};"), c);
    assertTrue(c.contains("if (p.low > (float)p.local_inline) {"), c);
  }

  /** Where scores are known, bodies are written anew. */
  @Test
  void isOneBehindAStageToo() {
    PolicySource source =
        source(
            "record Pair(int count, float scale) {}",
            "if (new Pair(scores.count(), scores.scale()).count() > 9) { return Verdict.UPCALL; }");
    PolicyPlace place = PolicyPlace.anywhere("upcall_policy_0").among(10);
    String c = new PolicyTranslator().translate(source, Map.of(), place).source();
    assertTrue(
        c.contains("if ((record_Pair_t){scores_count(scores), scores->scale}.count > 9) {"), c);
    assertTrue(c.contains("return 10;"), c);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "record P(double x) {}                     | UP2403 | 3:12 | int, float or boolean",
        "record P(float... x) {}                   | UP2403 | 3:12 | int, float or boolean",
        "record Q(int x) {} record P(Q q) {}       | UP2403 | 3:31 | int, float or boolean",
        "record P(Scores s) {}                     | UP2403 | 3:12 | int, float or boolean",
        "record P() {}                             | UP2404 | 3:3  | has components",
        "record P(int x) { int y() { return 1; } } | UP2404 | 3:3  | nothing else",
        "record P(int x) { P { } }                 | UP2404 | 3:3  | nothing else",
        "record P(int x) implements Runnable {}    | UP2404 | 3:3  | nothing else",
        "record P<T>(int x) {}                     | UP2404 | 3:3  | type parameters",
        "record Float(int x) {}                    | UP2404 | 3:3  | no type of Upcall's",
        "class P { }                               | UP2404 | 3:3  | records of numbers",
        "enum P { A }                              | UP2404 | 3:3  | records of numbers",
      })
  void refusesWhatIsMoreThanNumbers(String declared, String code, String place, String said) {
    check(source(declared, ""), code, place, said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "P p = new P(1);                    | UP2406 | 5:11 | float x, int n",
        "P p = new P(1f, 2f);               | UP2410 | 5:21 | int",
        "P p = new P(1f, 2) { };            | UP2405 | 5:11 | no heap",
        "P p = null;                        | UP2405 | 5:11 | ",
        "P p = new P(1, 2); float y = p.z();      | UP2406 | 5:34 | x(), n()",
        "P p = new P(1, 2); float y = p.x(1);     | UP2406 | 5:34 | x(), n()",
        "P p = new P(1, 2); float y = p.x;        | UP2411 | 5:34 | ",
        "P p = new P(1, 2); boolean b = p == p;   | UP2410 | 5:36 | ",
        "P p = new P(1, 2); float y = p;          | UP2410 | 5:34 | ",
        "P p = new P(1, 2); int y = p.hashCode(); | UP2406 | 5:32 | x(), n()",
        "P[] p = {};                        | UP2403 | 5:5  | no heap",
        "new P(1, 2);                       | UP2404 | 5:5  | ",
      })
  void refusesWhatIsNoNumber(String decide, String code, String place, String said) {
    check(source("record P(float x, int n) {}", decide), code, place, said == null ? "" : said);
  }

  @Test
  void isNoStateAndNoParameter() {
    String text =
        """
        import dev.upcall.core.decision.*;
        public final class Mine implements Policy {
          record P(float x) {}
          @State private P p = new P(1f);
          public Verdict decide(Scores scores) {
            return Verdict.ACCEPT;
          }
        }
        """;
    check(new PolicySource("Mine", "Mine.java", text, false), "UP2403", "4:20", "");
    String parameter =
        text.replaceAll("@State.*\n", "").replace("final class Mine", "record Mine(Mine.P p)");
    check(new PolicySource("Mine", "Mine.java", parameter, false), "UP2403", "2:20", "tuned");
  }

  private static void check(PolicySource source, String code, String place, String said) {
    UpcallException e =
        assertThrows(UpcallException.class, () -> new PolicyTranslator().check(source));
    Diagnostic first = e.diagnostics().get(0);
    assertEquals(code, first.code().id(), first::toString);
    assertEquals("Mine.java:" + place, first.at(), first::toString);
    assertTrue(first.toString().contains(said), first::toString);
    assertTrue(first.code() instanceof PolicyCode);
  }
}
