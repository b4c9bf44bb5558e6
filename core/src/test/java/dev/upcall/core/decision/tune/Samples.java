package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up members: scores that are right the more often, the surer they are. */
final class Samples {
  static final float SCALE = 0.08f;

  private Samples() {}

  /**
   * Labels drawn from the softmax of the scores at a temperature; the host is right on a share of
   * the samples.
   */
  static LadderSamples draw(int n, double temperature, double hostAccuracy, long seed) {
    Random random = new Random(seed);
    List<Scores> scores = new ArrayList<>();
    int[] labels = new int[n];
    boolean[] hostRight = new boolean[n];
    for (int i = 0; i < n; i++) {
      byte[] logits = new byte[10];
      for (int c = 0; c < logits.length; c++) {
        logits[c] = (byte) Math.max(-128, Math.min(127, (int) (random.nextGaussian() * 25)));
      }
      scores.add(new Scores(logits, SCALE, 0));
      labels[i] = drawn(scores.get(i), temperature, random);
      hostRight[i] = random.nextDouble() < hostAccuracy;
    }
    return new LadderSamples(new LabelledScores(scores, labels), hostRight);
  }

  /**
   * A ladder whose later stages see their samples more clearly: each adds to the logits of the true
   * class.
   */
  static LadderSamples ladder(int n, int stages, double hostAccuracy, long seed) {
    Random random = new Random(seed);
    int[] labels = new int[n];
    boolean[] hostRight = new boolean[n];
    List<List<Scores>> scores = new ArrayList<>();
    for (int k = 0; k < stages; k++) {
      scores.add(new ArrayList<>());
    }
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(10);
      hostRight[i] = random.nextDouble() < hostAccuracy;
      for (int k = 0; k < stages; k++) {
        byte[] logits = new byte[10];
        for (int c = 0; c < logits.length; c++) {
          double lead = c == labels[i] ? 20 + 20 * k : 0;
          logits[c] = (byte) Math.max(-128, Math.min(127, lead + random.nextGaussian() * 20));
        }
        scores.get(k).add(new Scores(logits, SCALE, 0));
      }
    }
    return new LadderSamples(
        scores.stream().map(stage -> new LabelledScores(stage, labels)).toList(), hostRight);
  }

  private static int drawn(Scores scores, double temperature, Random random) {
    double sum = 0;
    for (int c = 0; c < scores.count(); c++) {
      sum += Math.exp(scores.value(c) / temperature);
    }
    double left = random.nextDouble() * sum;
    int label = -1;
    do {
      label++;
      left -= Math.exp(scores.value(label) / temperature);
    } while (left > 0 && label < scores.count() - 1);
    return label;
  }

  /** All answers of device and host right, or wrong. */
  static LadderSamples constant(int n, boolean local, boolean host) {
    LadderSamples drawn = draw(n, 1, 0.5, 9);
    int[] labels = new int[n];
    boolean[] hostRight = new boolean[n];
    for (int i = 0; i < n; i++) {
      Scores scores = drawn.scores(0, i);
      labels[i] = local ? scores.top1() : scores.top2();
      hostRight[i] = host;
    }
    return new LadderSamples(new LabelledScores(drawn.stages().get(0).scores(), labels), hostRight);
  }
}
