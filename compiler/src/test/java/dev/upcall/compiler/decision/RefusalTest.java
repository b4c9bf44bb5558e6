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

/** What is outside the subset is refused, at its place, with its remedy. */
class RefusalTest {
  private static final String ACCEPT = "return Verdict.ACCEPT;";

  /** Statements of {@code decide(Scores scores)}, which start at line 5, column 1. */
  static Stream<Arguments> statements() {
    return Stream.of(
        // loops
        refused("while (true) { }", PolicyCode.LOOP, "5:1", "for loop with a counter"),
        refused("do { } while (theta > 0);", PolicyCode.LOOP, "5:1", "for loop"),
        refused("for (;;) { }", PolicyCode.LOOP, "5:1", "scores.count()"),
        refused("for (int i = 0; i < 10; ) { }", PolicyCode.LOOP, "5:1", ""),
        refused("for (int i = 0; i < 10; i--) { }", PolicyCode.LOOP, "5:1", ""),
        refused("for (int i = 0; i < (int) theta; i++) { }", PolicyCode.LOOP, "5:1", ""),
        refused("for (int i = 0; i < 100000; i++) { }", PolicyCode.LOOP, "5:1", ""),
        refused("for (int i = 0; i != 10; i++) { }", PolicyCode.LOOP, "5:1", ""),
        refused("int n = 9; for (int i = 0; i < n; i++) { n++; }", PolicyCode.LOOP, "5:12", ""),
        refused("for (float f = 0f; f < 1f; f += 0.1f) { }", PolicyCode.LOOP, "5:1", ""),
        refused("for (int i : new int[3]) { }", PolicyCode.LOOP, "5:1", "counter"),
        refused("for (int i = 0; i < 9; i++) { i = 0; }", PolicyCode.STATEMENT, "5:31", "copy it"),
        refused(
            "for (int i = 0; i < 9; i++) { for (int j = 0; j < 9; i++) { } }",
            PolicyCode.STATEMENT,
            "5:54",
            "copy it"),
        // types
        refused("double d = 1;", PolicyCode.TYPE, "5:1", "use float"),
        refused("long l = 1;", PolicyCode.TYPE, "5:1", "use int"),
        refused("String s = null;", PolicyCode.TYPE, "5:1", "no strings"),
        refused("int[] a = {1};", PolicyCode.TYPE, "5:1", "no heap"),
        refused("Object o = scores;", PolicyCode.TYPE, "5:1", "no objects"),
        refused("float f = 0.5;", PolicyCode.TYPE, "5:11", "write 0.5f"),
        refused("float f = 1e9d;", PolicyCode.TYPE, "5:11", "write 1e9f"),
        refused("float f = (double) 1f;", PolicyCode.TYPE, "5:12", "use float"),
        // statements
        refused("switch (1) { default: }", PolicyCode.STATEMENT, "5:1", "if and else"),
        refused("throw null;", PolicyCode.STATEMENT, "5:1", "nobody to throw to"),
        refused("try { } finally { }", PolicyCode.STATEMENT, "5:1", "nobody"),
        refused("assert theta > 0;", PolicyCode.STATEMENT, "5:1", "remove"),
        refused("synchronized (this) { }", PolicyCode.STATEMENT, "5:1", "one thread"),
        refused("class Inner { }", PolicyCode.STATEMENT, "5:1", ""),
        refused("float f;", PolicyCode.STATEMENT, "5:7", "first value"),
        refused("scores.top1();", PolicyCode.STATEMENT, "5:1", ""),
        refused("theta = 1f;", PolicyCode.STATEMENT, "5:1", "local variable"),
        refused("final int n = 1; n = 2;", PolicyCode.STATEMENT, "5:18", "copy it"),
        refused("int theta = 1, theta = 2;", PolicyCode.STATEMENT, "5:16", ""),
        refused("int scores = 1;", PolicyCode.STATEMENT, "5:5", ""),
        refused("break;", PolicyCode.STATEMENT, "5:1", ""),
        refused("scores.logits()[0] = 1;", PolicyCode.STATEMENT, "5:1", ""),
        // expressions
        refused("int a = scores.logits()[0];", PolicyCode.EXPRESSION, "5:9", "scores.logit(i)"),
        refused("int a = new int[3].length;", PolicyCode.NAME, "5:9", ""),
        refused("float f = new Float(1f);", PolicyCode.EXPRESSION, "5:11", "no heap"),
        refused("int a = \"x\".length();", PolicyCode.CALL, "5:9", ""),
        refused("int a = 1L;", PolicyCode.EXPRESSION, "5:9", "use an int"),
        refused("int a = 'x';", PolicyCode.EXPRESSION, "5:9", "use an int"),
        refused("int a = 3000000000;", PolicyCode.EXPRESSION, "5:9", ""),
        refused("float a = 1e50f;", PolicyCode.EXPRESSION, "5:11", ""),
        refused("float a = 1e-60f;", PolicyCode.EXPRESSION, "5:11", ""),
        refused("int a = 0; int b = a++;", PolicyCode.EXPRESSION, "5:20", "statement of its own"),
        refused("int a = 0; int b = a = 1;", PolicyCode.EXPRESSION, "5:20", "statement"),
        refused("var r = (Runnable) () -> { };", PolicyCode.TYPE, "5:10", "objects"),
        refused(
            "int a = switch (1) { default -> 1; };", PolicyCode.EXPRESSION, "5:9", "if and else"),
        refused("boolean b = scores instanceof Scores;", PolicyCode.EXPRESSION, "5:13", "numbers"),
        // calls
        refused("float f = (float) Math.exp(1f);", PolicyCode.CALL, "5:19", "PolicyMath.exp"),
        refused("float f = (float) Math.sqrt(1f);", PolicyCode.CALL, "5:19", "PolicyMath.sqrt"),
        refused("int a = Math.round(1f);", PolicyCode.CALL, "5:9", "PolicyMath.floor"),
        refused("float f = (float) Math.random();", PolicyCode.CALL, "5:19", ""),
        refused("int a = Float.floatToRawIntBits(1f);", PolicyCode.CALL, "5:9", "floatToIntBits"),
        refused("System.exit(0);", PolicyCode.CALL, "5:1", ""),
        refused("int a = scores.hashCode();", PolicyCode.CALL, "5:9", ""),
        refused("float f = scores.maxProbability();", PolicyCode.CALL, "5:11", ""),
        refused("float f = scores.maxProbability(true);", PolicyCode.CALL, "5:11", ""),
        refused("float f = PolicyMath.exp(1f).x();", PolicyCode.CALL, "5:11", ""),
        refused("int a = nothing();", PolicyCode.CALL, "5:9", ""),
        // arithmetic
        refused("int a = 1 / 0;", PolicyCode.DIVISION, "5:9", "constant"),
        refused("int a = 1 % scores.top1();", PolicyCode.DIVISION, "5:9", "constant"),
        refused("int a = 7; a /= a;", PolicyCode.DIVISION, "5:12", "constant"),
        refused("int a = 1f;", PolicyCode.MISMATCH, "5:9", "(int)"),
        refused("int a = theta;", PolicyCode.MISMATCH, "5:9", "(int)"),
        refused("boolean b = 1;", PolicyCode.MISMATCH, "5:13", ""),
        refused("if (theta) { }", PolicyCode.MISMATCH, "5:5", ""),
        refused("int a = 1 << 1f;", PolicyCode.MISMATCH, "5:9", ""),
        refused("float f = 1f % 2f;", PolicyCode.MISMATCH, "5:11", ""),
        refused("boolean b = true & false;", PolicyCode.MISMATCH, "5:13", "&&"),
        refused("boolean b = 1 == true;", PolicyCode.MISMATCH, "5:13", ""),
        refused("boolean b = scores == scores;", PolicyCode.MISMATCH, "5:13", ""),
        refused("int a = -true;", PolicyCode.MISMATCH, "5:10", ""),
        refused("float f = true ? 1f : false;", PolicyCode.MISMATCH, "5:23", ""),
        // names
        refused("int a = unknown;", PolicyCode.NAME, "5:9", ""),
        refused("{ int a = 1; } int b = a;", PolicyCode.NAME, "5:24", ""),
        refused("float f = Math.PI;", PolicyCode.NAME, "5:11", ""),
        refused("Verdict v = Verdict.MAYBE;", PolicyCode.NAME, "5:13", ""),
        // paths
        refused(ACCEPT + " int a = 1;", PolicyCode.RETURN, "5:24", ""),
        refused("return 1;", PolicyCode.MISMATCH, "5:8", ""),
        refused("return;", PolicyCode.STATEMENT, "5:1", ""));
  }

  private static Arguments refused(String code, PolicyCode expected, String place, String fix) {
    return Arguments.of(code, expected, place, fix);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void refusesStatement(String code, PolicyCode expected, String place, String fix) {
    Diagnostic first =
        problems(
                """
                import dev.upcall.core.decision.*;
                public record Mine(float theta) implements Policy {
                  @Override
                  public Verdict decide(Scores scores) {
                %s
                %s
                  }
                }
                """
                    .formatted(code, code.contains("return") ? "" : ACCEPT))
            .get(0);
    assertEquals(expected, first.code(), first::toString);
    assertEquals("Mine.java:" + place, first.at(), first::toString);
    assertTrue(first.fix().contains(fix), first::toString);
  }

  /** Whole files. */
  static Stream<Arguments> files() {
    String decide = "public Verdict decide(Scores s) { return Verdict.ACCEPT; }";
    String imports = "import dev.upcall.core.decision.*; ";
    String head = imports + "public record Mine() implements Policy { ";
    return Stream.of(
        Arguments.of("", PolicyCode.SHAPE, ""),
        Arguments.of("public class Mine {", PolicyCode.SYNTAX, "1:19"),
        Arguments.of(
            imports + "public class Mine implements Policy { " + decide + "}",
            PolicyCode.SHAPE,
            "1:36"),
        Arguments.of(head.replace(imports, "") + decide + "}", PolicyCode.TYPE, ""),
        Arguments.of(imports + "public record Mine() { " + decide + " }", PolicyCode.SHAPE, "1:36"),
        Arguments.of(
            imports + "public record Other() implements Policy { }", PolicyCode.SHAPE, "1:36"),
        Arguments.of(head + "}", PolicyCode.SHAPE, "1:36"),
        Arguments.of("package dev.upcall.x; " + head + decide + "}", PolicyCode.SHAPE, "1:1"),
        Arguments.of("import java.util.List; " + head + decide + "}", PolicyCode.TYPE, "1:1"),
        Arguments.of(
            "import static java.lang.Math.*; " + head + decide + "}", PolicyCode.TYPE, "1:1"),
        Arguments.of(head + decide + " static int n = 1; }", PolicyCode.STATEMENT, "1:136"),
        Arguments.of(head + decide + " static { } }", PolicyCode.STATEMENT, "1:136"),
        Arguments.of(head + decide + " public Mine { } }", PolicyCode.STATEMENT, "1:136"),
        Arguments.of(head + decide + " enum E { } }", PolicyCode.STATEMENT, "1:136"),
        Arguments.of(head + decide + " int f(int... a) { return 1; } }", PolicyCode.STATEMENT, ""),
        Arguments.of(
            head + decide + " void f() { } int g() { return f(); } }", PolicyCode.MISMATCH, ""),
        Arguments.of(head + decide + " int f(byte b) { return 1; } }", PolicyCode.TYPE, ""),
        Arguments.of(head + decide + " int f() { return f(); } }", PolicyCode.RECURSION, ""),
        Arguments.of(
            head + decide + " int f() { return g(); } int g() { return f(); } }",
            PolicyCode.RECURSION,
            ""),
        Arguments.of(
            head + decide + " int f() { if (true) { return 1; } } }", PolicyCode.RETURN, ""),
        Arguments.of(head + decide + " @Deprecated int f() { return 1; } }", PolicyCode.TYPE, ""),
        Arguments.of(
            imports + "public record Mine(double theta) implements Policy {" + decide + "}",
            PolicyCode.TYPE,
            "1:55"),
        Arguments.of(
            imports
                + "public record Mine(@Parameter(low = 1) float a) implements Policy {"
                + decide
                + "}",
            PolicyCode.NAME,
            "1:66"),
        Arguments.of(
            imports
                + "public record Mine(@Parameter(min = A) float a) implements Policy {"
                + decide
                + "}",
            PolicyCode.EXPRESSION,
            "1:72"),
        Arguments.of(
            // Three loops of 200: each is bounded, together they are too long.
            head
                + decide
                + " int f() { int n = 0; for (int i = 0; i < 200; i++) { for (int j = 0; j < 200;"
                + " j++) { for (int k = 0; k < 200; k++) { n++; } } } return n; } }",
            PolicyCode.LOOP,
            ""),
        Arguments.of(
            // A comment to our parser, were it not told; an initialiser to javac.
            head + decide + " // \\u000a static { System.exit(1); }\n }", PolicyCode.STATEMENT, ""),
        Arguments.of(
            head
                + decide
                + " static final int A = B; static final int B = A; int f() { return A; } }",
            PolicyCode.RECURSION,
            ""),
        Arguments.of(
            head
                + decide
                + " int f() { return "
                + "(".repeat(20_000)
                + "1"
                + ")".repeat(20_000)
                + "; } }",
            PolicyCode.TOO_LARGE,
            ""));
  }

  @ParameterizedTest(name = "[{index}] {1}")
  @MethodSource("files")
  void refusesFile(String text, PolicyCode expected, String place) {
    Diagnostic first = problems(text).get(0);
    assertEquals(expected, first.code(), first::toString);
    assertTrue(first.at().startsWith("Mine.java") && first.at().endsWith(place), first::toString);
  }

  @Test
  void reportsEveryProblemOnce() {
    List<Diagnostic> problems =
        problems(
            """
            import dev.upcall.core.decision.*;
            public record Mine() implements Policy {
              public Verdict decide(Scores scores) {
                double a = 1;
                float b = (float) Math.exp(a);
                while (b > 0) { }
                return b > 0 ? Verdict.ACCEPT : Verdict.UPCALL;
              }
            }
            """);
    assertEquals(
        List.of(PolicyCode.TYPE, PolicyCode.CALL, PolicyCode.LOOP),
        problems.stream().map(Diagnostic::code).toList());
  }

  @Test
  void doublingCallChainsAreRefusedQuickly() {
    StringBuilder text = new StringBuilder("import dev.upcall.core.decision.*; ");
    text.append("public record Mine() implements Policy { ");
    text.append(
        "public Verdict decide(Scores s) { return f60() > 0 ? Verdict.ACCEPT : Verdict.UPCALL; }");
    text.append("int f0() { return 1; }");
    for (int i = 1; i <= 60; i++) {
      text.append("int f%d() { return f%d() + f%d(); }".formatted(i, i - 1, i - 1));
    }
    assertEquals(PolicyCode.LOOP, problems(text + "}").get(0).code());
  }

  private static List<Diagnostic> problems(String text) {
    PolicySource source = new PolicySource("Mine", "Mine.java", text, false);
    return assertThrows(UpcallException.class, () -> new PolicyTranslator().check(source))
        .diagnostics();
  }
}
