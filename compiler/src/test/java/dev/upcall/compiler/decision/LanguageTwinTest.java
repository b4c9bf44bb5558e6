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

  /** Mixes the result of each int operation into a hash, on edge values and random ones. */
  private static final String INTS =
      """
      package some.where;

      import dev.upcall.core.decision.*;

      public record Mine(int seed) implements Policy {
        private static final int EDGE = Integer.MIN_VALUE;

        @Override
        public Verdict decide(Scores scores) {
          int a = Float.floatToIntBits(scores.scale()) ^ seed;
          int hash = mixed(a, scores.zeroPoint());
          hash = 31 * hash + mixed(a * a, -1);
          hash = 31 * hash + mixed(EDGE, a);
          hash = 31 * hash + mixed(a, EDGE);
          hash = 31 * hash + mixed(Integer.MAX_VALUE, a >>> 3);
          for (int i = 0; i < scores.count(); i++) {
            hash = hash * 31 + scores.logit(i) + scores.logit(i - 1) + scores.logit(i + 1);
          }
          return verdict(hash);
        }

        private static Verdict verdict(int hash) {
          int third = (hash >>> 1) % 3;
          return third == 0 ? Verdict.ACCEPT : third == 1 ? Verdict.CONTINUE : Verdict.UPCALL;
        }

        private int mixed(int a, int b) {
          int h = a + b;
          h = 31 * h + (a - b);
          h = 31 * h + a * b;
          h = 31 * h + -a;
          h = 31 * h + ~b;
          h = 31 * h + (a << b);
          h = 31 * h + (a >> b);
          h = 31 * h + (a >>> b);
          h = 31 * h + (a & b) + (a | b) * 3 + (a ^ b) * 7;
          h = 31 * h + a / 7 + a / -1 + a / -13 + b / EDGE;
          h = 31 * h + a % 7 + a % -1 + a % -13 + b % EDGE;
          h = 31 * h + Math.max(a, b) + Math.min(a, b) * 3 + Math.abs(a) * 7;
          h = 31 * h + (a < b ? 1 : 2) + (a <= b ? 4 : 8) + (a == b ? 16 : 32);
          h = 31 * h + (a > b && b > 0 || !(a >= b) && a != b ? 1 : 2);
          h += a; h -= b; h *= 3; h /= 5; h %= 1_000_003; h <<= 3; h >>= 1; h >>>= 1;
          h ^= 0x5A5A; h |= 0b1; h &= ~017;
          h++; --h;
          return h;
        }
      }
      """;

  private static final String FLOATS =
      """
      import dev.upcall.core.decision.Parameter;
      import dev.upcall.core.decision.Policy;
      import dev.upcall.core.decision.PolicyMath;
      import dev.upcall.core.decision.Scores;
      import dev.upcall.core.decision.Verdict;

      public record Mine(float weight, @Parameter(min = -2, max = 2, standard = 0.5f) float shift)
          implements Policy {
        @Override
        public Verdict decide(Scores scores) {
          float a = scores.scale() * weight;
          float b = scores.value(0) + this.shift;
          int h = mixed(a, b);
          h = 31 * h + mixed(b, a) + mixed(b, b) + mixed(-a, 0f) + mixed(0f, -0f) + mixed(-0f, 0f);
          h = 31 * h + mixed(Float.NaN, a) + mixed(a, Float.NaN);
          h = 31 * h + mixed(Float.POSITIVE_INFINITY, a) + mixed(b, Float.NEGATIVE_INFINITY);
          h = 31 * h + mixed(Float.MAX_VALUE, b) + mixed(a, Float.MIN_VALUE) + mixed(a / 0f, b);
          h = 31 * h + mixed(Float.MIN_NORMAL * a, shift()) + mixed(a * 1e9f, b * -1e9f);
          int third = (h >>> 1) % 3;
          if (third == 0) {
            return Verdict.ACCEPT;
          } else if (third == 1) {
            return Verdict.CONTINUE;
          } else {
            return Verdict.UPCALL;
          }
        }

        private int mixed(float a, float b) {
          int h = bits(a + b);
          h = 31 * h + bits(a - b);
          h = 31 * h + bits(a * b);
          h = 31 * h + bits(a / b);
          h = 31 * h + bits(a * b + a - b * 0x1.8p-3f);
          h = 31 * h + bits(-a) + bits(+b);
          h = 31 * h + (int) a + (int) (b * 1e6f);
          h = 31 * h + bits((int) a) + bits(h);
          h = 31 * h + bits(Math.max(a, b)) + bits(Math.min(a, b)) * 3 + bits(Math.abs(a)) * 7;
          h = 31 * h + bits(Math.max(1, a)) + Math.max(3, (int) b);
          h = 31 * h + (a < b ? 1 : 2) + (a <= b ? 4 : 8) + (a == b ? 16 : 32) + (a != b ? 64 : 0);
          h = 31 * h + (a > b ? 1 : 2) + (a >= b ? 4 : 8);
          h = 31 * h + (Float.isNaN(a) ? 1 : 2) + (Float.isFinite(b) ? 4 : 8);
          h = 31 * h + bits(PolicyMath.exp(a)) + bits(PolicyMath.log(b));
          h = 31 * h + bits(PolicyMath.sqrt(a)) + bits(PolicyMath.floor(b));
          h = 31 * h + bits(Float.intBitsToFloat(h & 0x7F7FFFFF)) + bits(true ? 1 : a);
          float x = a;
          x += 1; x -= b; x *= 2; x /= 3f; x++; x--;
          int n = 3;
          n *= 2.5f; n += b; n -= 0.5f;
          return 31 * h + bits(x) + n;
        }

        private static int bits(float x) {
          return Float.floatToIntBits(x);
        }
      }
      """;

  private static final String STATEMENTS =
      """
      import dev.upcall.core.decision.*;

      public record Mine(float unused) implements Policy {
        private static final int BINS = 8;

        @Override
        public Verdict decide(Scores int32_t) {
          final var register = int32_t.count();
          int unsigned = 0, $dollar = 1, FLT_MAX = 2;
          int nobody = 7;
          nobody = 8;
          boolean odd = false;
          for (int i = register - 1; i >= 0; i -= 2) {
            if (int32_t.logit(i) < -100) {
              continue;
            }
            for (int j = i; j < int32_t.count() * 2; j++)
              if (j > BINS) break;
              else unsigned += j;
            odd = !odd;
          }
          {
            int x = 3;
            unsigned += x;
          }
          {
            int x = 4;
            $dollar += x * FLT_MAX;
          }
          Verdict later = odd ? Verdict.ACCEPT : Verdict.CONTINUE;
          if (later == Verdict.ACCEPT && unsigned % 2 == 0 == odd) later = Verdict.UPCALL;
          ;
          int a = helper(unsigned, int32_t);
          if (a == a && a <= a && !(a != a)) {
            return (a + $dollar) % 5 < 2 ? later : Verdict.CONTINUE;
          }
          return later;
        }

        int helper(int exp, Scores unused) {
          int index = Mine.twice(exp) + this.helper(1f);
          return index;
        }

        static int twice(int log) {
          return 2 * log;
        }

        int helper(float overloaded) {
          return (int) overloaded;
        }

        boolean neverCalled(boolean a) {
          return a != true ? a : false;
        }
      }
      """;

  @Test
  void intsAreJavas() throws IOException {
    compare(INTS, Map.of("seed", -12345.0));
  }

  @Test
  void floatsAreJavas() throws IOException {
    compare(FLOATS, Map.of("weight", 1.5));
  }

  @Test
  void statementsAreJavas() throws IOException {
    compare(STATEMENTS, Map.of("unused", 0.0));
  }

  /** The policy that the documentation shows. */
  @Test
  void theDocumentedPolicyWorks() throws IOException {
    String page = Files.readString(Path.of("../docs/policies.md"));
    int start = page.indexOf("```java\n") + "```java\n".length();
    compare(page.substring(start, page.indexOf("```", start)), Map.of("theta", 0.95));
  }

  private void compare(String text, Map<String, Double> values) throws IOException {
    PolicySource source = new PolicySource("Mine", "Mine.java", text, false);
    PolicyTranslator translator = new PolicyTranslator();
    Policy policy = new PolicyLoader(translator).load(source, values);
    CPolicy c = translator.translate(source, values, "upcall_policy_0", false);
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
