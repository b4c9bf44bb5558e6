package dev.upcall.host.harvest;

import dev.upcall.core.wire.Bytes;
import dev.upcall.host.gateway.UpcallKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Samples for tests: the n-th is answered n seconds into 2026. */
final class Samples {
  static final Instant START = Instant.parse("2026-01-01T00:00:00.123456Z");
  static final HarvestFilter ALL = HarvestFilter.of("digits", "0".repeat(64));

  private Samples() {}

  /** Its device's class is n % 3, the host's n % 2, the confidence n % 10 tenths. */
  static HarvestSample of(int n) {
    return of(n, "digits", "dev-" + n, new byte[] {(byte) n, 0, -128, 127});
  }

  static HarvestSample of(int n, String project, String deviceName, byte[] bytes) {
    return of(n, project, deviceName, bytes, Bytes.of((byte) n, (byte) -n));
  }

  /** One over which whoever reads it stumbles. */
  static HarvestSample unreadable(int n) {
    return of(n, "digits", "dev", new byte[] {1}, null);
  }

  private static HarvestSample of(
      int n, String project, String deviceName, byte[] bytes, Bytes scores) {
    return new HarvestSample(
        new UpcallKey(-2, -1, n),
        START.plusSeconds(n),
        project,
        "f".repeat(64),
        "0".repeat(64),
        deviceName,
        "posix",
        0,
        n % 2 == 0,
        Bytes.of(bytes),
        n % 3,
        scores,
        n % 2,
        n % 10 / 10f,
        "full+small",
        Map.of("full", n % 2, "small", n % 3));
  }

  static List<HarvestSample> range(int from, int to) {
    List<HarvestSample> samples = new ArrayList<>();
    for (int n = from; n < to; n++) {
      samples.add(of(n));
    }
    return samples;
  }
}
