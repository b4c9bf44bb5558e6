package dev.upcall.cli.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a reader wants of a report before all its rows: quantities side by side, targets missed. */
final class BenchOverview {
  /** Of the suite that has them; in this order. */
  private static final Map<String, String> QUANTITIES = new LinkedHashMap<>();

  static {
    QUANTITIES.put("instructions", "Instructions an inference");
    QUANTITIES.put("cycles", "Modelled cycles an inference");
    QUANTITIES.put("ramBytes", "RAM without stack, bytes");
    QUANTITIES.put("codeBytes", "Flash without the model's weights and tables, bytes");
    QUANTITIES.put("weightBytes", "Weights, biases and tables, bytes");
    QUANTITIES.put("mismatchedBytes", "Output bytes unlike the reference's");
  }

  private static final String LEGEND =
      """

      In a cell: the value, how many times the peer's best it is (*0.5x*: half of it), and a target
      that is not met (*not 2.90 M*). `<model>.<build>` is the same model built otherwise.
      """;

  private BenchOverview() {}

  static String markdown(BenchReport report) {
    StringBuilder out = new StringBuilder();
    QUANTITIES.forEach(
        (quantity, title) -> {
          BenchMatrix matrix = matrix(report, quantity);
          if (!matrix.isEmpty()) {
            out.append(out.isEmpty() ? LEGEND : "");
            out.append("\n### ").append(title).append("\n\n").append(matrix.markdown());
          }
        });
    return out.append(targets(report.rows())).toString();
  }

  /** Empty for suites whose rows are not of whole models on boards. */
  static BenchMatrix matrix(BenchReport report, String quantity) {
    return new BenchMatrix(
        report.suite().equals(ModelsSuite.NAME) ? report.rows() : List.of(), quantity);
  }

  private static String targets(List<BenchRow> rows) {
    long all = rows.stream().filter(row -> row.target() != null).count();
    if (all == 0) {
      return "";
    }
    List<String> missed =
        rows.stream()
            .filter(row -> row.target() != null && !row.met())
            .map(row -> "`%s`".formatted(row.name()))
            .toList();
    return "\n%d of %d targets are met%s.\n"
        .formatted(
            all - missed.size(),
            all,
            missed.isEmpty() ? "" : "; not these: " + String.join(", ", missed));
  }
}
