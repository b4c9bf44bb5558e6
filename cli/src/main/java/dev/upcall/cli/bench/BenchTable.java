package dev.upcall.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as text: aligned for a terminal, or as a Markdown table for docs/benchmarks.md. */
public final class BenchTable {
  private static final List<String> HEAD =
      List.of(
          "row",
          "value",
          "unit",
          "95 % interval",
          "n",
          "baseline",
          "ratio",
          "target",
          "met",
          "note");

  private static final int NOTE = HEAD.size() - 1;

  private BenchTable() {}

  /** For a terminal. */
  public static String text(BenchReport report) {
    List<List<String>> lines = lines(report);
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        // Names to the left, numbers to the right.
        String format = i == 0 || i == 2 || i == NOTE ? "%-" : "%";
        text.append(
            String.format(Locale.ROOT, format + Math.max(1, widths[i]) + "s  ", line.get(i)));
      }
      out.append(text.toString().stripTrailing()).append('\n');
    }
    report.skipped().forEach(reason -> out.append("skipped: ").append(reason).append('\n'));
    return out.toString();
  }

  static String markdown(BenchReport report) {
    StringBuilder out = new StringBuilder();
    List<List<String>> lines = lines(report);
    for (int i = 0; i < lines.size(); i++) {
      out.append("| ").append(String.join(" | ", lines.get(i))).append(" |\n");
      if (i == 0) {
        out.append("|---|--:|---|--:|--:|--:|--:|--:|---|");
        out.append(lines.get(0).size() > NOTE ? "---|\n" : "\n");
      }
    }
    report.skipped().forEach(reason -> out.append("\nSkipped: ").append(reason).append('\n'));
    return out.toString();
  }

  /** Without the notes where there are none. */
  private static List<List<String>> lines(BenchReport report) {
    boolean notes = report.rows().stream().anyMatch(row -> row.note() != null);
    return notes ? all(report) : all(report).stream().map(line -> line.subList(0, NOTE)).toList();
  }

  private static List<List<String>> all(BenchReport report) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEAD);
    for (BenchRow row : report.rows()) {
      lines.add(
          List.of(
              row.name(),
              number(row.value()),
              row.unit(),
              row.interval() == null
                  ? ""
                  : number(row.interval().low()) + " .. " + number(row.interval().high()),
              String.valueOf(row.n()),
              row.baseline() == null ? "" : number(row.baseline()),
              row.ratio() == null ? "" : String.format(Locale.ROOT, "%.3f", row.ratio()),
              row.target() == null ? "" : number(row.target()),
              row.met() == null ? "" : row.met() ? "yes" : "NO",
              row.note() == null ? "" : row.note().replace("|", "\\|")));
    }
    return lines;
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.2f", value);
  }
}
