package dev.upcall.cli.bench.scale;

/** Waiting times that are known in closed form; Kleinrock, Queueing Systems I, chapters 3 and 5. */
final class Queueing {
  private Queueing() {}

  /**
   * Mean wait before service, random arrivals, one server, service always as long (Pollaczek and
   * Khinchine).
   *
   * @param busy share of time that the server works, below 1
   * @param service its time, in whatever unit
   */
  static double waitMD1(double busy, double service) {
    require(busy);
    return busy * service / (2 * (1 - busy));
  }

  /**
   * Mean wait before service, random arrivals, exponential service (Erlang C).
   *
   * @param busy share of time that each server works, below 1
   */
  static double waitMMc(int servers, double busy, double service) {
    require(busy);
    double offered = servers * busy;
    // Erlang B, by its recursion, which overflows nowhere.
    double blocked = 1;
    for (int i = 1; i <= servers; i++) {
      blocked = offered * blocked / (i + offered * blocked);
    }
    double waits = blocked / (1 - busy * (1 - blocked));
    return waits * service / (servers * (1 - busy));
  }

  private static void require(double busy) {
    if (busy < 0 || busy >= 1) {
      throw new IllegalArgumentException("no queue settles at utilisation " + busy);
    }
  }
}
