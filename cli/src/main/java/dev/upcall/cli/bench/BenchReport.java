package dev.upcall.cli.bench;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a suite measured.
 *
 * @param command what to type to measure it again
 * @param toolchain versions of the outside programs the numbers depend on
 * @param skipped what could not be measured here, with its reason
 */
public record BenchReport(
    String suite,
    String version,
    String command,
    Map<String, String> toolchain,
    List<BenchRow> rows,
    List<String> skipped) {
  public BenchReport {
    toolchain = Collections.unmodifiableMap(new TreeMap<>(toolchain));
    rows = List.copyOf(rows);
    skipped = List.copyOf(skipped);
  }
}
