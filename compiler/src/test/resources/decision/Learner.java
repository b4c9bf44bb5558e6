import dev.upcall.core.decision.*;

/** Uses every kind of state, index and effect that the language has. */
public final class Learner implements Policy {
  private static final int SIZE = 24;

  private final int step;
  private final float[] theta;

  @State(min = 0, max = 200)
  private int small = 7;

  @State(min = -100, max = 100)
  private int signed = -3;

  @State(min = -30000, max = 30000)
  private int wide;

  @State private int random = 88172645;
  @State private float free = 0.5f;

  @State(min = -1, max = 1)
  private float mean;

  @State(min = 0, max = 60000)
  private final int[] seen = new int[SIZE];

  @State(min = -2, max = 2)
  private final float[] weights = new float[SIZE];

  @State(min = 0, max = 3)
  private final int[] tiny = new int[4];

  public Learner(@Parameter(min = 0, max = 9) int step, @Parameter(min = 0, max = 1) float[] theta) {
    this.step = step;
    this.theta = theta;
  }

  @Override
  public Verdict decide(Scores scores) {
    float r = draw();
    int at = place(scores);
    seen[at] = Math.min(seen[at] + step, 60000);
    wide = PolicyMath.clamp(wide + signed, -30000, 30000);
    small = (small + 1) % 200;
    for (int i = 1; i < tiny.length; i++) {
      tiny[i - 1] = tiny[i];
    }
    tiny[3] = small & 3;
    float p = scores.maxProbability(1f) + 0.1f * mean + weights[at] * 0.1f;
    if (p + free * 0.01f >= theta[scores.top1()]) {
      return r < 0.02f ? Verdict.UPCALL : Verdict.ACCEPT;
    }
    return (wide & 1) + tiny[0] > 1 ? Verdict.CONTINUE : Verdict.UPCALL;
  }

  @Override
  public void feedback(Answer answer) {
    final int at = place(answer.scores());
    float y = answer.confirmed() ? 1f : -1f;
    if (answer.audited() && !answer.upcalled()) {
      forget();
      return;
    }
    free = free * 0.9f + y;
    mean = PolicyMath.clamp(mean + 0.05f * (y - mean), -1f, 1f);
    weights[at] = PolicyMath.clamp(weights[at] + 0.25f * y, -2f, 2f);
    signed = PolicyMath.clamp(signed + answer.label() - answer.local(), -100, 100);
  }

  private void forget() {
    for (int i = 0; i < SIZE; i++) {
      seen[i] = seen[i] / 2;
      weights[i] = i == seen[0] ? 0.5f : weights[i];
    }
  }

  private float draw() {
    random = PolicyMath.random(random);
    return PolicyMath.uniform(random);
  }

  private static int place(Scores scores) {
    return PolicyMath.clamp((int) (scores.margin(1f) * SIZE), 0, SIZE - 1);
  }
}
