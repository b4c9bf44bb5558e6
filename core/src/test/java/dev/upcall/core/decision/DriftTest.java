package dev.upcall.core.decision;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What learning costs where the world changes: 4000 simulated samples among ten classes; after 2000
 * three classes become seven tenths of them and look more alike, and noise grows by half. The cost
 * of all, an upcall at its price and a wrong answer at 1, is compared with that of the best fixed
 * threshold in hindsight.
 */
class DriftTest {
  private static final int CLASSES = 10;
  private static final int SAMPLES = 4000;
  private static final int SEEDS = 5;
  private static final float PRICE = 0.3f;

  private record Sample(Scores scores, int label) {}

  static Stream<Arguments> learners() {
    return Stream.of(
        learner("HiLcbLite", 1.10, () -> new HiLcbLite(PRICE, 0.1f, 0)),
        learner("HiLcb", 1.10, () -> new HiLcb(PRICE, 0.1f, 0)),
        learner("HilN", 1.10, () -> new HilN(PRICE, 0.1f, 0.01f, 0.001f)));
  }

  private static Arguments learner(String name, double bound, Supplier<Policy> maker) {
    return Arguments.of(name, bound, maker);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("learners")
  void costsLittleMoreThanTheBestThreshold(String name, double bound, Supplier<Policy> maker) {
    double learned = 0;
    double best = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Sample> samples = samples(seed);
      learned += cost(maker.get(), samples);
      best += best(samples);
    }
    double ratio = learned / best;
    assertTrue(ratio <= bound, () -> name + " costs " + ratio + " of the best threshold");
  }

  private static double cost(Policy policy, List<Sample> samples) {
    double cost = 0;
    for (Sample sample : samples) {
      int local = sample.scores().top1();
      if (policy.decide(sample.scores()) == Verdict.ACCEPT) {
        cost += local == sample.label() ? 0 : 1;
      } else {
        cost += PRICE;
        policy.feedback(new Answer(sample.scores(), local, sample.label(), false));
      }
    }
    return cost;
  }

  private static double best(List<Sample> samples) {
    double[] costs = new double[258];
    for (Sample sample : samples) {
      float p = sample.scores().maxProbability(1f);
      boolean right = sample.scores().top1() == sample.label();
      for (int k = 0; k < costs.length; k++) {
        costs[k] += k / 256f > p ? PRICE : right ? 0 : 1;
      }
    }
    return Arrays.stream(costs).min().orElseThrow();
  }

  private static List<Sample> samples(int seed) {
    Random random = new Random(seed);
    List<Sample> samples = new ArrayList<>();
    for (int n = 0; n < SAMPLES; n++) {
      boolean after = n >= SAMPLES / 2;
      int label = after && random.nextInt(10) < 7 ? random.nextInt(3) : random.nextInt(CLASSES);
      byte[] logits = new byte[CLASSES];
      for (int c = 0; c < CLASSES; c++) {
        double likeness = c == label ? 4 : label < 3 && c < 3 ? 1.5 : 0;
        double logit = likeness + (after ? 2 : 1.3) * random.nextGaussian();
        logits[c] = (byte) Math.max(-128, Math.min(127, Math.round(logit / 0.09) - 20));
      }
      samples.add(new Sample(new Scores(logits, 0.09f, -20), label));
    }
    return samples;
  }
}
