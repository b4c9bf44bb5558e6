package dev.upcall.training.branch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Samples before a network's ways out, the earliest first: each leaves at the first whose greatest
 * probability reaches that exit's threshold (BranchyNet, arXiv 1709.01686), or at the end. An exit
 * that nothing can leave by is not computed.
 */
public final class ExitLadder {
  /** A threshold that no probability reaches. */
  public static final float NEVER = 2;

  private final List<WayOut> ways;
  private final int[] labels;

  private ExitLadder(List<WayOut> ways, int[] labels) {
    this.ways = List.copyOf(ways);
    this.labels = labels.clone();
    for (WayOut way : ways) {
      if (way.samples() != labels.length) {
        throw new IllegalArgumentException(
            way.name() + " has " + way.samples() + " samples, not " + labels.length);
      }
    }
  }

  /**
   * A ladder before some samples.
   *
   * @param blocks the exits, earliest first, then the end
   * @param logits of each block, [N][classes]
   * @param labels [N]
   */
  public static ExitLadder of(List<Block> blocks, List<float[][]> logits, int[] labels) {
    return new ExitLadder(
        IntStream.range(0, blocks.size())
            .mapToObj(k -> WayOut.of(blocks.get(k), logits.get(k)))
            .toList(),
        labels);
  }

  /** The ways out, the end last. */
  List<WayOut> ways() {
    return ways;
  }

  int samples() {
    return labels.length;
  }

  /** Exits before the end: as many as there are thresholds. */
  int exits() {
    return ways.size() - 1;
  }

  /** Thresholds by which all samples go to the end. */
  public float[] never() {
    float[] thresholds = new float[exits()];
    Arrays.fill(thresholds, NEVER);
    return thresholds;
  }

  /**
   * Right answers and work of all samples together.
   *
   * @param differ samples that are answered right here and wrong by the end, or the reverse
   * @param macs multiply-accumulates
   */
  record Count(int right, int differ, double macs) {}

  /** What thresholds, one for each exit, come to. */
  Count count(float[] thresholds) {
    long[] macs = macs(thresholds);
    int end = exits();
    int right = 0;
    int differ = 0;
    double work = 0;
    for (int n = 0; n < labels.length; n++) {
      int way = leaves(n, thresholds);
      right += isRight(way, n) ? 1 : 0;
      differ += isRight(way, n) == isRight(end, n) ? 0 : 1;
      work += macs[way];
    }
    return new Count(right, differ, work);
  }

  private boolean isRight(int way, int sample) {
    return ways.get(way).predicted()[sample] == labels[sample];
  }

  /** What becomes of each sample. */
  public Routed route(float[] thresholds) {
    long[] macs = macs(thresholds);
    Map<String, Integer> leaving = new LinkedHashMap<>();
    ways.forEach(way -> leaving.put(way.name(), 0));
    int[] answers = new int[labels.length];
    double work = 0;
    for (int n = 0; n < labels.length; n++) {
      int way = leaves(n, thresholds);
      answers[n] = ways.get(way).predicted()[n];
      leaving.merge(ways.get(way).name(), 1, Integer::sum);
      work += macs[way];
    }
    return new Routed(answers, leaving, work / labels.length);
  }

  private int leaves(int sample, float[] thresholds) {
    int way = 0;
    while (way < thresholds.length && ways.get(way).confidence()[sample] < thresholds[way]) {
      way++;
    }
    return way;
  }

  /** Work of a sample that leaves by each way, the exits it passes by included. */
  private long[] macs(float[] thresholds) {
    long[] macs = new long[ways.size()];
    long passed = 0;
    for (int k = 0; k < macs.length; k++) {
      Block block = ways.get(k).block();
      passed += k == thresholds.length || thresholds[k] <= 1 ? block.own() : 0;
      macs[k] = block.trunk() + passed;
    }
    return macs;
  }
}
