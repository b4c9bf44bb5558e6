package dev.upcall.core.decision;

/**
 * Learns on the device how often it is right at each confidence (HI-LCB-lite, arXiv 2508.08985): of
 * the answers to upcalls it counts, per bin of the greatest probability, how many confirm the
 * device. It goes on up the ladder where being wrong may still cost more than asking: where 1 - L
 * exceeds the price, L = right/asked - sqrt(width * ln t / asked), t the samples seen. A sample
 * takes the same time however many came before.
 *
 * <p>The paper's world does not change. In ours a bin that is always accepted would never hear of
 * it, so a bin forgets half of what it counted after {@code patience} samples that it accepted in
 * sequence, and when its count is full.
 *
 * @param price of an upcall, in units of what a wrong answer costs
 * @param width of the confidence interval, the paper's alpha: the smaller, the sooner it trusts a
 *     bin
 * @param patience samples; 0: nothing is forgotten for being old
 */
public final class HiLcbLite implements Policy {
  private static final int BINS = 16;
  private static final int FULL = 1024;
  private static final int LONG = 65535;
  private static final int AGE = 1000000;

  private final float price;
  private final float width;
  private final int patience;

  @State(min = 0, max = FULL)
  private final int[] asked = new int[BINS];

  @State(min = 0, max = FULL)
  private final int[] right = new int[BINS];

  @State(min = 0, max = LONG)
  private final int[] accepted = new int[BINS];

  @State(min = 1, max = AGE)
  private int time = 1;

  public HiLcbLite(
      @Parameter(min = 0, max = 1) float price,
      @Parameter(min = 0, max = 10, standard = 0.1f) float width,
      @Parameter(min = 0, max = LONG, standard = 0) int patience) {
    this.price = price;
    this.width = width;
    this.patience = patience;
  }

  @Override
  public Verdict decide(Scores scores) {
    return decide(scores, 0f);
  }

  @Override
  public Verdict decide(Scores scores, float extra) {
    final int bin = bin(scores);
    time = Math.min(time + 1, AGE);
    if (asked[bin] == 0 || 1f - bound(asked[bin], right[bin]) > price + extra) {
      return Verdict.CONTINUE;
    }
    accepted[bin] = Math.min(accepted[bin] + 1, LONG);
    if (patience > 0 && accepted[bin] >= patience) {
      asked[bin] = asked[bin] / 2;
      right[bin] = right[bin] / 2;
      accepted[bin] = 0;
    }
    return Verdict.ACCEPT;
  }

  @Override
  public void feedback(Answer answer) {
    final int bin = bin(answer.scores());
    if (asked[bin] == FULL) {
      asked[bin] = FULL / 2;
      right[bin] = right[bin] / 2;
    }
    asked[bin] = Math.min(asked[bin] + 1, FULL);
    if (answer.confirmed()) {
      right[bin] = Math.min(right[bin] + 1, FULL);
    }
    accepted[bin] = 0;
  }

  /** The least share of right answers that the counts of a bin allow. */
  private float bound(int answers, int confirmed) {
    float n = answers;
    return confirmed / n - PolicyMath.sqrt(width * PolicyMath.log(time) / n);
  }

  private static int bin(Scores scores) {
    return PolicyMath.clamp((int) (scores.maxProbability(1f) * BINS), 0, BINS - 1);
  }
}
