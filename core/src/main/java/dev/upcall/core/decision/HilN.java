package dev.upcall.core.decision;

/**
 * Learns a threshold on the greatest probability by exponential weights (HIL-N, arXiv 2304.00891):
 * each of 257 thresholds, as many as int8 probabilities can tell apart, has a weight, and a sample
 * goes up the ladder with the share of the weights whose threshold it does not reach, and with at
 * least {@code explore} as its chance. The truth is known of such samples only, so what they say
 * counts 1/chance as much, and the estimate of every threshold's cost is unbiased. Nothing is
 * assumed of the samples' order.
 *
 * <p>A threshold that would have accepted is told what that costs more than asking: (1 if wrong -
 * price) / chance. The chance is that of the weights when the answer arrives. Answers to audits are
 * left out: their chance is not known here.
 *
 * @param price of an upcall, in units of what a wrong answer costs
 * @param rate of learning, the paper's eta; as great as it is, a change is met within some hundreds
 *     of samples
 * @param explore least chance of an upcall
 * @param share of all weight that is spread evenly at each answer, so that the best threshold may
 *     change (fixed share, Herbster and Warmuth 1998); 0 as in the paper
 */
public final class HilN implements Policy {
  private static final int TOP = 256;
  private static final int COUNT = 257;

  /** More than all weights together, which are kept at one each in the mean. */
  private static final float MOST = 300f;

  private static final float LEAST = 1e-12f;

  private final float price;
  private final float rate;
  private final float explore;
  private final float share;

  @State(min = 0, max = MOST)
  private final float[] weights = new float[COUNT];

  @State(min = 0, max = 1)
  private int started;

  @State private int random = 88172645;

  public HilN(
      @Parameter(min = 0, max = 1) float price,
      @Parameter(min = 0, max = 1, standard = 0.5f) float rate,
      @Parameter(min = 0.001f, max = 1, standard = 0.01f) float explore,
      @Parameter(min = 0, max = 0.5f, standard = 0.001f) float share) {
    this.price = price;
    this.rate = rate;
    this.explore = explore;
    this.share = share;
  }

  @Override
  public Verdict decide(Scores scores) {
    start();
    random = PolicyMath.random(random);
    float chance = chance(level(scores));
    return PolicyMath.uniform(random) < chance ? Verdict.CONTINUE : Verdict.ACCEPT;
  }

  @Override
  public void feedback(Answer answer) {
    if (answer.audited()) {
      return;
    }
    start();
    int level = level(answer.scores());
    float loss = answer.confirmed() ? -price : 1f - price;
    float factor = PolicyMath.clamp(PolicyMath.exp(-rate * loss / chance(level)), 1e-6f, 1e6f);
    float total = 0f;
    for (int k = 0; k < COUNT; k++) {
      total += k <= level ? weights[k] * factor : weights[k];
    }
    float kept = (1f - share) * COUNT / total;
    for (int k = 0; k < COUNT; k++) {
      float weight = k <= level ? weights[k] * factor : weights[k];
      weights[k] = PolicyMath.clamp(weight * kept + share, LEAST, MOST);
    }
  }

  /** The chance of an upcall at a confidence: the weight of the thresholds above it. */
  private float chance(int level) {
    float above = 0f;
    float total = 0f;
    for (int k = 0; k < COUNT; k++) {
      total += weights[k];
      if (k > level) {
        above += weights[k];
      }
    }
    return explore + (1f - explore) * (above / total);
  }

  /** The greatest threshold that the confidence reaches, in steps of 1/256. */
  private static int level(Scores scores) {
    return (int) (scores.maxProbability(1f) * TOP);
  }

  private void start() {
    if (started == 0) {
      started = 1;
      for (int k = 0; k < COUNT; k++) {
        weights[k] = 1f;
      }
    }
  }
}
