package dev.upcall.core.decision;

/**
 * Lets another policy call up {@code burst} times at once and then once in {@code interval}: never
 * more than burst + t/interval times in any t milliseconds (a token bucket). Where it may not, the
 * device answers by itself and marks that degraded; a check on an accepted answer is left out.
 *
 * @param interval milliseconds
 * @param burst upcalls
 */
public final class RateLimited implements Policy {
  /** A day. */
  private static final int LONGEST = 86400000;

  private static final int MOST = 10000;

  /**
   * Eleven days without a question count as these: the clock's difference wraps after twenty-four.
   */
  private static final int FORGOTTEN = 1000000000;

  private final int interval;
  private final int burst;
  private final Policy of;

  /** Upcalls that time has not made up for. */
  @State(min = 0, max = MOST)
  private int spent;

  /** Milliseconds towards the next that it makes up for. */
  @State(min = 0, max = LONGEST)
  private int waited;

  /** The clock when a question came last. */
  @State private int asked;

  public RateLimited(
      @Parameter(min = 1, max = LONGEST) int interval,
      @Parameter(min = 1, max = MOST, standard = 1) int burst,
      Policy of) {
    this.interval = interval;
    this.burst = burst;
    this.of = of;
  }

  @Override
  public Verdict decide(Scores scores) {
    Verdict verdict = of.decide(scores);
    return limited(scores, verdict);
  }

  @Override
  public Verdict decide(Scores scores, float price) {
    Verdict verdict = of.decide(scores, price);
    return limited(scores, verdict);
  }

  @Override
  public void feedback(Answer answer) {
    of.feedback(answer);
  }

  private Verdict limited(Scores scores, Verdict verdict) {
    boolean asks = verdict == Verdict.UPCALL || verdict == Verdict.LATER;
    if (!asks && verdict != Verdict.AUDIT) {
      return verdict;
    }
    refill(scores.millis());
    if (spent >= burst) {
      return asks ? Verdict.DEGRADE : Verdict.ACCEPT;
    }
    spent = Math.min(spent + 1, MOST);
    return verdict;
  }

  private void refill(int now) {
    int difference = now - asked;
    int elapsed = difference < 0 ? FORGOTTEN : Math.min(difference, FORGOTTEN);
    asked = now;
    int step = Math.max(interval, 1);
    int time = waited + elapsed;
    spent = PolicyMath.clamp(spent - time / step, 0, MOST);
    waited = spent == 0 ? 0 : PolicyMath.clamp(time % step, 0, LONGEST);
  }
}
