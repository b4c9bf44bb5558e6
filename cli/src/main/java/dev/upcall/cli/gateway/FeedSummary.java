package dev.upcall.cli.gateway;

import dev.upcall.core.data.Dataset;
import dev.upcall.core.wire.Result;
import dev.upcall.host.audit.AuditPage;
import dev.upcall.host.inject.Injected;
import java.util.List;

/**
 * What became of samples that went through the wire.
 *
 * @param right answered right by the ladder
 * @param deviceRight of all, those that the device alone would have answered right
 * @param p50Ms median time from sending a sample that was upcalled to its result, milliseconds; NaN
 *     where none was
 * @param p99Ms likewise, 99th percentile
 * @param bytesToDevice mean per sample on the line, sample, answer and framing
 * @param bytesFromDevice likewise: upcall, result and framing
 * @param upcallBytes mean extra bytes on the line, both ways, of a sample that was upcalled
 * @param audits what the gateway's audits say by project; empty where there were none
 */
public record FeedSummary(
    int samples,
    int right,
    int deviceRight,
    int local,
    int answered,
    int degraded,
    double p50Ms,
    double p99Ms,
    double bytesToDevice,
    double bytesFromDevice,
    double upcallBytes,
    List<AuditPage> audits) {

  public static FeedSummary of(Dataset data, List<Injected> results) {
    int[] sources = new int[Result.Source.values().length];
    int right = 0;
    int deviceRight = 0;
    for (int i = 0; i < results.size(); i++) {
      Injected one = results.get(i);
      sources[one.source().ordinal()]++;
      right += one.classIndex() == data.label(i) ? 1 : 0;
      deviceRight += one.result().deviceClass() == data.label(i) ? 1 : 0;
    }
    double[] waits =
        results.stream()
            .filter(one -> one.source() != Result.Source.LOCAL)
            .mapToDouble(one -> one.wall().toNanos() / 1e6)
            .sorted()
            .toArray();
    return new FeedSummary(
        results.size(),
        right,
        deviceRight,
        sources[Result.Source.LOCAL.ordinal()],
        sources[Result.Source.ANSWERED.ordinal()],
        sources[Result.Source.DEGRADED.ordinal()],
        percentile(waits, 0.50),
        percentile(waits, 0.99),
        results.stream().mapToLong(Injected::bytesToDevice).average().orElse(0),
        results.stream().mapToLong(Injected::bytesFromDevice).average().orElse(0),
        mean(results, false) - mean(results, true),
        List.of());
  }

  /** The same with what audits say. */
  FeedSummary with(List<AuditPage> pages) {
    return new FeedSummary(
        samples,
        right,
        deviceRight,
        local,
        answered,
        degraded,
        p50Ms,
        p99Ms,
        bytesToDevice,
        bytesFromDevice,
        upcallBytes,
        List.copyOf(pages));
  }

  public double accuracy() {
    return (double) right / samples;
  }

  public double deviceAccuracy() {
    return (double) deviceRight / samples;
  }

  public double upcallFraction() {
    return (double) (answered + degraded) / samples;
  }

  private static double mean(List<Injected> results, boolean local) {
    return results.stream()
        .filter(one -> (one.source() == Result.Source.LOCAL) == local)
        .mapToLong(one -> one.bytesToDevice() + one.bytesFromDevice())
        .average()
        .orElse(0);
  }

  /** Nearest rank. */
  private static double percentile(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1.0, Math.floor(share * sorted.length))];
  }
}
