package dev.upcall.training;

import java.util.Locale;
import java.util.Map;

/** A report as text for people. */
final class ReportTable {
  private ReportTable() {}

  static String of(TrainReport report) {
    StringBuilder out = new StringBuilder();
    line(out, "%s, method %s, seed %d", report.project(), report.method(), report.seed());
    line(out, "%n%-8s %-12s %10s %10s", "member", "network", "parameters", "MACs");
    report
        .members()
        .forEach(
            (name, member) ->
                line(
                    out,
                    "%-8s %-12s %10d %10d",
                    name,
                    member.architecture(),
                    member.parameters(),
                    member.macs()));
    Map<String, Proportion> test = report.test();
    Proportion all = test.values().stream().reduce((first, second) -> second).orElseThrow();
    line(
        out,
        "%naccuracy on the test split%s, n = %d, percent with 95 %% interval",
        report.folds().size() > 1 ? "s of " + report.folds().size() + " folds" : "",
        all.of());
    line(out, "%-24s %-20s %9s", "members alive", "accuracy", "retention");
    test.forEach(
        (key, accuracy) ->
            line(out, "%-24s %-20s %8.1f%%", key, accuracy, 100 * accuracy.value() / all.value()));
    for (FoldReport fold : report.folds()) {
      branches(out, fold);
    }
    return out.toString();
  }

  private static void branches(StringBuilder out, FoldReport fold) {
    if (fold.branches().isEmpty()) {
      return;
    }
    line(out, "%nbranches of fold %d, accuracy on the test samples of their classes", fold.fold());
    line(out, "%-24s %10s %10s  %-22s %s", "branch", "parameters", "MACs", "accuracy", "classes");
    fold.branches()
        .forEach(
            (name, branch) ->
                line(
                    out,
                    "%-24s %10d %10d  %-22s [%s]",
                    name,
                    branch.parameters(),
                    branch.macs(),
                    branch.test(),
                    String.join(", ", branch.classes())));
  }

  private static void line(StringBuilder out, String pattern, Object... values) {
    out.append(String.format(Locale.ROOT, pattern, values)).append(System.lineSeparator());
  }
}
