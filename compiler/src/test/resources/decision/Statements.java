import dev.upcall.core.decision.*;

/** Every statement, and names that mean something in C. */
public record Statements(float unused) implements Policy {
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
    int index = Statements.twice(exp) + this.helper(1f);
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
