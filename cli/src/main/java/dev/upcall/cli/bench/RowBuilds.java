package dev.upcall.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What builds that compute row by row take beside the balanced build of the same model. */
final class RowBuilds {
  private static final String INSTRUCTIONS = ".instructions";

  private RowBuilds() {}

  /** The rows, each such build's instructions followed by their ratio. */
  static List<BenchRow> compared(List<BenchRow> rows) {
    Map<String, BenchRow> byName =
        rows.stream().collect(Collectors.toMap(BenchRow::name, row -> row, (a, b) -> a));
    List<BenchRow> result = new ArrayList<>();
    for (BenchRow row : rows) {
      result.add(row);
      for (Variant variant : List.of(Variant.RAM, Variant.ROW_FED)) {
        String ending = variant.suffix() + INSTRUCTIONS;
        BenchRow balanced =
            row.name().endsWith(ending)
                ? byName.get(row.name().replace(ending, INSTRUCTIONS))
                : null;
        if (balanced != null) {
          double ratio = row.value() / balanced.value();
          result.add(BenchRow.lower(row.name() + "Ratio", ratio, "of balanced", row.n()));
        }
      }
    }
    return result;
  }
}
