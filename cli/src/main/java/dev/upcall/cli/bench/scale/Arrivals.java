package dev.upcall.cli.bench.scale;

import java.util.SplittableRandom;

/**
 * When the devices of a cell ask: each for itself, and so together a Poisson process whose rate
 * follows the day and its bursts (by thinning: Lewis and Shedler 1979).
 */
final class Arrivals {
  private final Scenario scenario;
  private final Profile profile;
  private final double devices;
  private final SplittableRandom random;
  private final double greatest;
  private double now;

  Arrivals(Scenario scenario, Profile profile, double devices, SplittableRandom random) {
    this.scenario = scenario;
    this.profile = profile;
    this.devices = devices;
    this.random = random;
    double base = devices * profile.upcallsPerSecond();
    double bursts =
        scenario.bursts().stream().mapToDouble(b -> devices * b.share() / b.within()).sum();
    this.greatest = base * (scenario.day() > 0 ? profile.peak() : scenario.rate()) + bursts;
  }

  /** The time of the next, in seconds; infinite behind the end. */
  double next() {
    while (now < scenario.seconds()) {
      now += Exponential.draw(random, 1 / greatest);
      if (random.nextDouble() * greatest < rate(now)) {
        return now < scenario.seconds() ? now : Double.POSITIVE_INFINITY;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /** Upcalls a second at a time: night at the beginning and end, the peak in the middle. */
  double rate(double time) {
    double base = devices * profile.upcallsPerSecond() * scenario.rate();
    if (scenario.day() > 0) {
      double wave = -Math.cos(2 * Math.PI * time / scenario.day());
      base *= Math.max(0, 1 + (profile.peak() - 1) * wave);
    }
    double extra = 0;
    for (Scenario.Burst burst : scenario.bursts()) {
      if (time >= burst.at() && time < burst.at() + burst.within()) {
        extra += devices * burst.share() / burst.within();
      }
    }
    return base + extra;
  }
}
