package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Policy;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * How often a guarantee is kept: guarantee splits are drawn with replacement from a population,
 * whose true shares of wrong answers are known.
 *
 * @param sequence settings in the order they are tried, fixed before any draw
 */
public record GuaranteeSimulation(
    Guarantee guarantee, List<OperatingPoint> sequence, LadderSamples population) {
  public GuaranteeSimulation {
    sequence = List.copyOf(sequence);
  }

  /**
   * What came of it.
   *
   * @param coverage share of draws in which no setting passed that is truly worse than alpha
   * @param passing share of draws in which any setting passed
   */
  public record Outcome(double coverage, double passing) {}

  /** A setting over the whole population. */
  private record Known(SampleSet accepted, SampleSet wrong, double error) {}

  /**
   * Draws.
   *
   * @param policies of a setting
   * @param samples in each draw
   */
  public Outcome run(
      Function<OperatingPoint, List<Policy>> policies, int samples, int draws, long seed) {
    List<Known> known = sequence.stream().map(point -> known(policies.apply(point))).toList();
    Random random = new Random(seed);
    int kept = 0;
    int passing = 0;
    int[] drawn = new int[samples];
    for (int draw = 0; draw < draws; draw++) {
      for (int i = 0; i < samples; i++) {
        drawn[i] = random.nextInt(population.size());
      }
      int passed = passed(known, drawn);
      passing += passed > 0 ? 1 : 0;
      boolean good =
          known.subList(0, passed).stream().allMatch(one -> one.error() <= guarantee.alpha());
      kept += good ? 1 : 0;
    }
    return new Outcome((double) kept / draws, (double) passing / draws);
  }

  private int passed(List<Known> known, int[] drawn) {
    int passed = 0;
    for (Known one : known) {
      int accepted = 0;
      int wrong = 0;
      for (int sample : drawn) {
        accepted += one.accepted().contains(sample) ? 1 : 0;
        wrong += one.wrong().contains(sample) ? 1 : 0;
      }
      if (!guarantee.holds(accepted, wrong)) {
        break;
      }
      passed++;
    }
    return passed;
  }

  private Known known(List<Policy> policies) {
    LadderRun run = LadderRun.of(policies, population);
    int n = population.size();
    SampleSet accepted = SampleSet.of(n, i -> run.acceptedBy(i) >= 0);
    SampleSet wrong =
        SampleSet.of(n, i -> run.acceptedBy(i) >= 0 && !population.isRight(run.acceptedBy(i), i));
    return new Known(accepted, wrong, (double) wrong.count() / accepted.count());
  }
}
