package some.where;

import dev.upcall.core.decision.*;

/** Mixes the result of each int operation into a hash, on edge values and random ones. */
public record Ints(int seed) implements Policy {
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
