package dev.upcall.cli.bench;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows {@code <board>.<model>.<quantity>} of one quantity as a table for people: a line a model, a
 * column a board; in a cell the value, its ratio to the baseline and a target that it misses.
 */
final class BenchMatrix {
  private final Map<String, Map<String, BenchRow>> rows = new LinkedHashMap<>();
  private final Set<String> boards = new LinkedHashSet<>();

  BenchMatrix(List<BenchRow> rows, String quantity) {
    for (BenchRow row : rows) {
      int board = row.name().indexOf('.');
      int model = row.name().lastIndexOf('.');
      if (board < model && row.name().substring(model + 1).equals(quantity)) {
        boards.add(row.name().substring(0, board));
        this.rows
            .computeIfAbsent(row.name().substring(board + 1, model), name -> new LinkedHashMap<>())
            .put(row.name().substring(0, board), row);
      }
    }
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  Set<String> boards() {
    return boards;
  }

  /** Models, in the order of their first rows. */
  Set<String> models() {
    return rows.keySet();
  }

  /** Null where this was not measured. */
  BenchRow row(String board, String model) {
    return rows.get(model).get(board);
  }

  String markdown() {
    StringBuilder out = new StringBuilder("| |");
    boards.forEach(board -> out.append(' ').append(board).append(" |"));
    out.append("\n|---|").append("--:|".repeat(boards.size())).append('\n');
    for (String model : models()) {
      String cells =
          boards.stream().map(board -> cell(row(board, model))).collect(Collectors.joining(" | "));
      out.append("| ").append(model).append(" | ").append(cells).append(" |\n");
    }
    return out.toString();
  }

  private static String cell(BenchRow row) {
    if (row == null) {
      return "";
    }
    boolean missed = row.target() != null && !row.met();
    int more = missed && compact(row.value(), 0).equals(compact(row.target(), 0)) ? 2 : 0;
    StringBuilder text = new StringBuilder(compact(row.value(), more));
    if (row.ratio() != null) {
      text.append(String.format(Locale.ROOT, ", %.2fx", row.ratio()));
    }
    if (missed) {
      text.append(", not ").append(compact(row.target(), more));
    }
    return text.toString();
  }

  /**
   * Three digits and a decimal prefix, e.g. {@code 3.01 M}; whole where it is small.
   *
   * @param more digits besides
   */
  private static String compact(double value, int more) {
    if (Math.abs(value) < 1000) {
      return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
    }
    double scaled = Math.abs(value) < 1e6 ? value / 1e3 : value / 1e6;
    int decimals = Math.abs(scaled) < 10 ? 2 : Math.abs(scaled) < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + (decimals + more) + "f", scaled)
        + (Math.abs(value) < 1e6 ? " k" : " M");
  }
}
