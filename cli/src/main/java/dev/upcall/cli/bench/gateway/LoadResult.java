package dev.upcall.cli.bench.gateway;

/**
 * What came of a load.
 *
 * @param sent upcalls, those of warming up among them
 * @param lost of these, not answered within the time for stragglers
 * @param answered upcalls in the time that was measured
 * @param seconds of that time
 * @param p50Ms median time from upcall to answer
 * @param p99Ms what 99 % of them do not exceed
 */
public record LoadResult(
    long sent, long lost, long answered, double seconds, double p50Ms, double p99Ms) {
  public double perSecond() {
    return answered / seconds;
  }
}
