package dev.upcall.compiler.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** State leaves its bounds, an index its array, or C and Java would disagree on when. */
class StateRefusalTest {
  private static final String CLASS =
      """
      import dev.upcall.core.decision.*;
      public final class Mine implements Policy {
        private static final int SIZE = 8;
        private final float[] theta;
        private final int step;
        @State(min = 0, max = 100) private int count = 3;
        @State(min = -1, max = 1) private float mean;
        @State private float free;
        @State private int random = 1;
        @State(min = 0, max = 9) private final int[] seen = new int[SIZE];
        @State(min = 0, max = 7) private int place;
        private final int[] table;
        public Mine(
            @Parameter(min = 0, max = 3) int step,
            float[] theta,
            @Parameter(length = SIZE) int[] table) {
          this.step = step;
          this.theta = theta;
          this.table = table;
        }
        private int next() { random = PolicyMath.random(random); return random; }
        private void reset() { count = 0; }
        private static int middle(Scores s) { return PolicyMath.clamp(s.top1(), 0, SIZE / 2); }
        public Verdict decide(Scores scores) {
      %s
          return Verdict.ACCEPT;
        }
        public void feedback(Answer answer) {
          seen[middle(answer.scores())] = answer.confirmed() ? 1 : 0;
        }
      }
      """;

  static Stream<String> accepted() {
    return Stream.of(
        "count = Math.min(count + step, 100);",
        "count = PolicyMath.clamp(count - 7, 0, 100);",
        "count /= 2; count >>= 1; count &= 15; count = count % 10;",
        "mean = PolicyMath.clamp(mean + 0.1f, -1f, 1f);",
        "mean = mean > 0f ? 0.5f : -1f;",
        "free = free * 2f; free += 1f; free++;",
        "random ^= random << 13;",
        "seen[3] = 9; seen[place] = 0; seen[place] = Math.min(9, seen[place] + 1);",
        "for (int i = 0; i < 8; i++) { seen[i] = 0; }",
        "for (int i = 7; i >= 0; i--) { seen[i] = i; }",
        "for (int i = 1; i < seen.length; i++) { seen[i] = seen[i - 1]; }",
        "for (int i = 0; i < place; i++) { seen[i + 1] = 0; }",
        "int at = PolicyMath.clamp((int) free, 0, SIZE - 1); seen[at] = 2;",
        "seen[middle(scores)] = 1; place = middle(scores);",
        "seen[random & 7] = 1; seen[(random >>> 29)] = 1;",
        "float sum = 0f; for (int i = 0; i < scores.count(); i++) { sum += theta[i]; } free = sum;",
        "free = theta[scores.top1()] + theta[scores.count() - 1] + theta[0 + scores.top2()];",
        "free = table[7] + table[place] + table[PolicyMath.clamp(random, 0, SIZE - 1)];",
        "int r = next(); if (r > 0) { reset(); } int q = next();",
        "this.count = this.seen[2]; this.seen[1] = 4;");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void accepts(String code) {
    translate(code);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("count = count + 1;", PolicyCode.STATE, "1:1"),
        Arguments.of("count++;", PolicyCode.STATE, "1:1"),
        Arguments.of("count -= step;", PolicyCode.STATE, "1:1"),
        Arguments.of("mean = free;", PolicyCode.STATE, "1:1"),
        Arguments.of("mean = Math.min(1f, Math.max(-1f, free));", PolicyCode.STATE, "1:1"),
        Arguments.of("mean = mean * 0.5f;", PolicyCode.STATE, "1:1"),
        Arguments.of("seen[0] = seen[1] + 1;", PolicyCode.STATE, "1:1"),
        Arguments.of("seen[scores.top1()] = 0;", PolicyCode.INDEX, "1:6"),
        Arguments.of("seen[8] = 0;", PolicyCode.INDEX, "1:6"),
        Arguments.of("seen[count] = 0;", PolicyCode.INDEX, "1:6"),
        Arguments.of("free = theta[0] + theta[2];", PolicyCode.INDEX, "1:25"),
        Arguments.of("free = table[8];", PolicyCode.INDEX, "1:14"),
        Arguments.of("free = table[scores.top1()];", PolicyCode.INDEX, "1:14"),
        Arguments.of("int i = 0; i = 9; seen[i] = 0;", PolicyCode.INDEX, "1:24"),
        Arguments.of("for (int i = 0; i <= 8; i++) { seen[i] = 0; }", PolicyCode.INDEX, "1:37"),
        Arguments.of("seen[random % 8] = 0;", PolicyCode.INDEX, "1:6"),
        Arguments.of("theta[0] = 1f;", PolicyCode.STATEMENT, "1:1"),
        Arguments.of("step = 1;", PolicyCode.STATEMENT, "1:1"),
        Arguments.of("free = theta;", PolicyCode.NAME, "1:8"),
        Arguments.of("int r = next() + next();", PolicyCode.EFFECT, "1:9"),
        Arguments.of("if (next() > 0) { }", PolicyCode.EFFECT, "1:5"),
        Arguments.of("random = next();", PolicyCode.EFFECT, "1:1"),
        Arguments.of("int r = reset();", PolicyCode.MISMATCH, "1:9"),
        Arguments.of("middle(scores);", PolicyCode.STATEMENT, "1:1"),
        Arguments.of("return;", PolicyCode.STATEMENT, "1:1"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(String code, PolicyCode expected, String place) {
    Diagnostic first = problems(CLASS.formatted(code)).get(0);
    assertEquals(expected, first.code(), first::toString);
    String line = place.replace("1:", (CLASS.lines().toList().indexOf("%s") + 1) + ":");
    assertEquals("Mine.java:" + line, first.at(), first::toString);
  }

  static Stream<Arguments> members() {
    return Stream.of(
        Arguments.of("private int count = 3", "private int count = 101", PolicyCode.STATE),
        Arguments.of("new int[SIZE]", "{1, 2}", PolicyCode.STATE),
        Arguments.of("new int[SIZE]", "new int[0]", PolicyCode.STATE),
        Arguments.of("new int[SIZE]", "new int[99999]", PolicyCode.STATE),
        Arguments.of("private final int[] seen", "private int[] seen", PolicyCode.TYPE),
        Arguments.of("private float mean", "private double mean", PolicyCode.TYPE),
        Arguments.of("@State private float free", "private float free", PolicyCode.STATEMENT),
        Arguments.of("public final class", "public class", PolicyCode.SHAPE),
        Arguments.of("this.step = step;", "this.step = 1;", PolicyCode.STATEMENT),
        Arguments.of("this.step = step;", "", PolicyCode.STATEMENT),
        Arguments.of("float[] theta,", "float[][] theta,", PolicyCode.TYPE),
        Arguments.of("min = 0, max = 3) int step", "length = 3) int step", PolicyCode.TYPE),
        Arguments.of("length = SIZE", "length = 5000", PolicyCode.TYPE),
        Arguments.of("length = SIZE", "length = -1", PolicyCode.TYPE),
        Arguments.of("@State private int random", "@State(low = 1) int random", PolicyCode.NAME));
  }

  @ParameterizedTest
  @MethodSource("members")
  void refusesMembers(String good, String bad, PolicyCode expected) {
    List<Diagnostic> problems = problems(CLASS.formatted("").replace(good, bad));
    assertTrue(
        problems.stream().anyMatch(d -> d.code() == expected && d.at().startsWith("Mine.java:")),
        problems::toString);
  }

  @Test
  void stateHasASize() {
    String large = CLASS.formatted("").replace("new int[SIZE]", "new int[16380]");
    assertEquals(PolicyCode.TOO_LARGE, problems(large).get(0).code());
  }

  private static List<Diagnostic> problems(String text) {
    PolicySource source = new PolicySource("Mine", "Mine.java", text, false);
    return assertThrows(UpcallException.class, () -> new PolicyTranslator().check(source))
        .diagnostics();
  }

  private static void translate(String code) {
    PolicySource source = new PolicySource("Mine", "Mine.java", CLASS.formatted(code), false);
    new PolicyTranslator().check(source);
  }
}
