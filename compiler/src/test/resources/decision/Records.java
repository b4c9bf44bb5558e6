import dev.upcall.core.decision.*;

/** Records made, passed, returned, chosen between and replaced, with names that C has taken. */
public record Records(float weight) implements Policy {
  private static final Best NONE = new Best(-1, -1000f, false);

  /** The nearest things to a double that a policy has. */
  record Best(int index, float value, boolean register) {}

  private record One(int signed) {}

  public static record Unused(boolean a) {}

  @Override
  public Verdict decide(Scores scores) {
    Best first = NONE;
    Best second = new Best(0, 0, true);
    for (int i = 0; i < scores.count(); i++) {
      var here = new Best(i, scores.value(i), i % 2 == 0);
      if (here.value() > first.value()) {
        second = first;
        first = here;
      }
    }
    Best ignored = second;
    Best either = first.register() ? first : second;
    One sum = plus(one(either), new One(scores.top2()));
    float gap = gap(first, second) * weight + new One(7).signed();
    if (sum.signed() % 3 == 0 || largest(first, second).index() < 0) {
      return Verdict.UPCALL;
    }
    return gap > 8f ? Verdict.ACCEPT : Verdict.CONTINUE;
  }

  private static One one(Best best) {
    return new One(best.index());
  }

  private static One plus(One a, One b) {
    return new One(a.signed() + b.signed());
  }

  private float gap(Best a, Best b) {
    return a.value() - b.value();
  }

  private Best largest(Best a, Best b) {
    if (a.value() >= b.value()) {
      return a;
    }
    return b;
  }
}
