package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Answer;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What learning costs where the world changes: simulated samples among ten classes; after half of
 * them a few classes become most of what is seen, and noise grows. Each is either answered by the
 * device, where a wrong answer costs 1, or asked about, at a price, and the policy hears the truth.
 * How the world changes is drawn too: whoever chooses parameters on some draws can try them on
 * others.
 *
 * @param before the world of the first half
 * @param after that of the second
 */
public record DriftSimulation(World before, World after) {
  /** Samples of either half. */
  public static final int HALF = 2000;

  private static final int CLASSES = 10;
  private static final float SCALE = 0.09f;
  private static final int ZERO_POINT = -20;

  /** As many thresholds as int8 probabilities can tell apart, one to accept nothing included. */
  private static final int THRESHOLDS = 258;

  /**
   * Where samples come from. The first classes look alike.
   *
   * @param alikeClasses how many these are
   * @param alikeShare of samples that are drawn from these alone; the others are of any class
   * @param peak logit of the true class, without noise
   * @param likeness logit of the classes that look like it
   * @param noise standard deviation of all logits
   */
  public record World(
      int alikeClasses, double alikeShare, double peak, double likeness, double noise) {}

  private record Sample(Scores scores, int label) {}

  /**
   * What a policy cost in sequences of samples, and what the best fixed threshold would have, which
   * is chosen for each in hindsight.
   */
  public record Outcome(double cost, double best) {
    /** 1: as good as the best threshold. */
    public double ratio() {
      return cost / best;
    }

    Outcome plus(Outcome other) {
      return new Outcome(cost + other.cost, best + other.best);
    }
  }

  /**
   * Costs of a run.
   *
   * @param whole of all samples, against one threshold for all of them
   * @param secondHalf of those after the change, against the best threshold for these alone
   */
  public record Outcomes(Outcome whole, Outcome secondHalf) {
    private static final Outcomes NONE = new Outcomes(new Outcome(0, 0), new Outcome(0, 0));

    private Outcomes plus(Outcomes other) {
      return new Outcomes(whole.plus(other.whole), secondHalf.plus(other.secondHalf));
    }
  }

  /** Some change, other for every seed. */
  public static DriftSimulation draw(long seed) {
    Random random = new Random(seed);
    int alike = 2 + random.nextInt(3);
    double peak = between(random, 3.5, 4.5);
    double likeness = between(random, 1, 2);
    double noise = between(random, 1, 1.5);
    return new DriftSimulation(
        new World(alike, 0, peak, likeness, noise),
        new World(
            alike, between(random, 0.4, 0.8), peak, likeness, noise * between(random, 1.25, 1.75)));
  }

  private static double between(Random random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /**
   * Runs over changes that are drawn, one sequence of each.
   *
   * @param price of an upcall
   * @param first seed of the changes
   */
  public static Outcomes of(Supplier<Policy> policy, float price, long first, int count) {
    return of(policy, price, first, count, change -> change);
  }

  /** The same without a change: the first world stays. */
  public static Outcomes still(Supplier<Policy> policy, float price, long first, int count) {
    return of(
        policy, price, first, count, change -> new DriftSimulation(change.before, change.before));
  }

  private static Outcomes of(
      Supplier<Policy> policy,
      float price,
      long first,
      int count,
      UnaryOperator<DriftSimulation> world) {
    Outcomes all = Outcomes.NONE;
    for (long seed = first; seed < first + count; seed++) {
      all = all.plus(world.apply(draw(seed)).run(policy.get(), price, seed));
    }
    return all;
  }

  /** Runs once. */
  public Outcomes run(Policy policy, float price, long seed) {
    List<Sample> samples = samples(new Random(~seed));
    List<Sample> later = samples.subList(HALF, 2 * HALF);
    double first = cost(policy, samples.subList(0, HALF), price);
    double second = cost(policy, later, price);
    return new Outcomes(
        new Outcome(first + second, best(samples, price)), new Outcome(second, best(later, price)));
  }

  private static double cost(Policy policy, List<Sample> samples, float price) {
    double cost = 0;
    for (Sample sample : samples) {
      int local = sample.scores().top1();
      if (policy.decide(sample.scores()) == Verdict.ACCEPT) {
        cost += local == sample.label() ? 0 : 1;
      } else {
        cost += price;
        policy.feedback(new Answer(sample.scores(), local, sample.label(), false));
      }
    }
    return cost;
  }

  private static double best(List<Sample> samples, float price) {
    double[] costs = new double[THRESHOLDS];
    for (Sample sample : samples) {
      float p = sample.scores().maxProbability(1f);
      boolean right = sample.scores().top1() == sample.label();
      for (int k = 0; k < costs.length; k++) {
        costs[k] += k / 256f > p ? price : right ? 0 : 1;
      }
    }
    return Arrays.stream(costs).min().orElseThrow();
  }

  private List<Sample> samples(Random random) {
    List<Sample> samples = new ArrayList<>();
    for (int n = 0; n < 2 * HALF; n++) {
      samples.add(sample(n < HALF ? before : after, random));
    }
    return samples;
  }

  private static Sample sample(World world, Random random) {
    boolean alike = random.nextDouble() < world.alikeShare();
    int label = random.nextInt(alike ? world.alikeClasses() : CLASSES);
    byte[] logits = new byte[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      boolean near = label < world.alikeClasses() && c < world.alikeClasses();
      double expected = c == label ? world.peak() : near ? world.likeness() : 0;
      double logit = expected + world.noise() * random.nextGaussian();
      long step = Math.round(logit / SCALE) + ZERO_POINT;
      logits[c] = (byte) Math.max(-128, Math.min(127, step));
    }
    return new Sample(new Scores(logits, SCALE, ZERO_POINT), label);
  }
}
