package dev.upcall.core.decision;

/**
 * Has the tier above check on some of the answers that another policy accepts: of each {@code
 * every} of them in sequence one, drawn by lot. So each has the same chance to be checked, whatever
 * it looks like and whenever it comes, and never more of them are than the budget says.
 *
 * <p>The share of right ones among the checked estimates the accuracy among the accepted: over
 * whole runs of {@code every} it is unbiased, because each run gives one member drawn with equal
 * chances (stratified sampling with one unit per stratum; W. G. Cochran, Sampling Techniques, ch.
 * 5).
 *
 * @param every accepted answers, of which one is checked; 1: all are
 */
public final class Audited implements Policy {
  private static final int MOST = 65535;

  private final int every;
  private final Policy of;

  /** 0: not drawn from yet. */
  @State private int random;

  /** Accepted answers that this run still has. */
  @State(min = 0, max = MOST)
  private int left;

  /** What {@code left} is when the one to be checked has come. */
  @State(min = 0, max = MOST)
  private int chosen;

  public Audited(@Parameter(min = 1, max = MOST, standard = 50) int every, Policy of) {
    this.every = every;
    this.of = of;
  }

  @Override
  public Verdict decide(Scores scores) {
    Verdict verdict = of.decide(scores);
    return checked(scores, verdict);
  }

  @Override
  public Verdict decide(Scores scores, float price) {
    Verdict verdict = of.decide(scores, price);
    return checked(scores, verdict);
  }

  @Override
  public void feedback(Answer answer) {
    of.feedback(answer);
  }

  private Verdict checked(Scores scores, Verdict verdict) {
    if (verdict != Verdict.ACCEPT) {
      return verdict;
    }
    if (left == 0) {
      draw(scores.boot());
    }
    left = Math.max(left - 1, 0);
    return left == chosen ? Verdict.AUDIT : Verdict.ACCEPT;
  }

  private void draw(int boot) {
    random = PolicyMath.random(random == 0 ? mixed(boot) : random);
    left = PolicyMath.clamp(every, 1, MOST);
    chosen = PolicyMath.clamp((int) (PolicyMath.uniform(random) * every), 0, MOST);
  }

  /** Starts that follow each other begin far apart (the finaliser of A. Appleby's MurmurHash3). */
  private static int mixed(int boot) {
    int x = boot;
    x ^= x >>> 16;
    x *= 0x85ebca6b;
    x ^= x >>> 13;
    x *= 0xc2b2ae35;
    x ^= x >>> 16;
    return x;
  }
}
