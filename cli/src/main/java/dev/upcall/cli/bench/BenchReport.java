package dev.upcall.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.Map;

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
    toolchain = Map.copyOf(toolchain);
    rows = List.copyOf(rows);
    skipped = List.copyOf(skipped);
  }

  /** As kept in docs/benchmarks. */
  public String toJson() {
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
              .writeValueAsString(this)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names cannot be written", e);
    }
  }
}
