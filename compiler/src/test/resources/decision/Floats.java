import dev.upcall.core.decision.Parameter;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.PolicyMath;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;

/** The same for floats, with infinities, NaN and both zeros. */
public record Floats(float weight, @Parameter(min = -2, max = 2, standard = 0.5f) float shift)
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
