package dev.upcall.cli.bench.scale;

/**
 * What became of a cell's upcalls.
 *
 * @param asked upcalls, each counted once
 * @param answered in time
 * @param missed whose device answered by itself at its deadline
 * @param turnedAway of these, whose device was told that too many wait
 * @param repeats times that a device asked again
 * @param lost copies that went with a node
 * @param meanS from question to answer, of those answered
 * @param p50S half of them
 * @param p99S 99 of 100
 * @param brokerBusy mean share of time that brokers' nodes work
 * @param gatewayBusy likewise of gateways
 * @param meanBatch upcalls that a gateway's ensemble was asked about together
 */
public record Outcome(
    long asked,
    long answered,
    long missed,
    long turnedAway,
    long repeats,
    long lost,
    double meanS,
    double p50S,
    double p99S,
    double brokerBusy,
    double gatewayBusy,
    double meanBatch) {
  public double missedShare() {
    return asked == 0 ? 0 : (double) missed / asked;
  }
}
