package dev.upcall.cli.bench.scale;

import java.util.SplittableRandom;

/** Random times between events that know nothing of each other. */
final class Exponential {
  private Exponential() {}

  static double draw(SplittableRandom random, double mean) {
    // In (0, 1], of which there is a logarithm.
    return -mean * Math.log(1 - random.nextDouble());
  }
}
