package dev.upcall.cli.bench.scale;

/**
 * What one of each carries, and how full it may be.
 *
 * @param brokerMessages that a broker's node takes and passes on in a second
 * @param gatewayUpcalls that a gateway answers in a second, with its ensemble inside
 * @param batchSeconds what a batch costs before its first sample, seconds
 * @param memberSeconds a sample at one member elsewhere, seconds
 * @param members of the ensemble
 * @param fill share of these rates that is planned for, at the peak, with one node lost
 * @param nodes of one broker cluster at most; more devices are another site with a cluster of its
 *     own
 * @param connections that a broker's node holds at most
 */
public record Capacities(
    double brokerMessages,
    double gatewayUpcalls,
    double batchSeconds,
    double memberSeconds,
    int members,
    double fill,
    int nodes,
    int connections) {
  public Capacities {
    if (brokerMessages <= 0
        || gatewayUpcalls <= 0
        || batchSeconds < 0
        || memberSeconds <= 0
        || members < 1) {
      throw new IllegalArgumentException("rates and times are above 0");
    }
    if (fill <= 0 || fill >= 1 || nodes < 2 || connections < 1) {
      throw new IllegalArgumentException("a fill below 1, two nodes or more");
    }
  }
}
