package dev.upcall.training;

import dev.upcall.training.FoldReport.SubsetReport;
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
    subsets(out, report);
    for (FoldReport fold : report.folds()) {
      coarse(out, fold);
      branches(out, fold);
      fold.ladders().forEach((member, ladder) -> LadderTable.append(out, member, fold, ladder));
      quantized(out, fold);
      line(
          out,
          "%nfold %d, files as written in ONNX Runtime: %d outputs on n = %d, accuracies differ by"
              + " at most %.3f points",
          fold.fold(),
          fold.exported().outputs(),
          fold.exported().samples(),
          fold.exported().points());
    }
    return out.toString();
  }

  private static void subsets(StringBuilder out, TrainReport report) {
    Map<String, Proportion> test = report.test();
    Map<String, Proportion> average = report.average();
    Map<String, SubsetReport> sizes = report.folds().get(0).subsets();
    line(
        out,
        "%naccuracy on the test split%s, n = %d, percent with 95 %% interval",
        report.folds().size() > 1 ? "s of " + report.folds().size() + " folds" : "",
        test.values().iterator().next().of());
    line(
        out,
        "%-24s %10s %10s %-20s %9s %-20s",
        "members alive",
        "parameters",
        "MACs",
        "accuracy",
        "retention",
        average.isEmpty() ? "" : "softmax average");
    test.forEach(
        (key, accuracy) ->
            line(
                out,
                "%-24s %10d %10d %-20s %9s %s",
                key,
                sizes.get(key).parameters(),
                sizes.get(key).macs(),
                accuracy,
                report
                    .whole()
                    .map(whole -> percent(accuracy.value() / test.get(whole).value()))
                    .orElse(""),
                average.containsKey(key) ? average.get(key) : ""));
    report
        .retention()
        .ifPresent(
            kept ->
                line(
                    out,
                    "the loss of any one member keeps at least %s of %s, %s on average",
                    percent(kept.least()),
                    report.whole().orElseThrow(),
                    percent(kept.mean())));
    for (FoldReport fold : report.folds()) {
      if (!fold.stale().isEmpty()) {
        line(
            out,
            "fold %d: heads %s were fitted to members as they were before; train all of them again",
            fold.fold(),
            String.join(", ", fold.stale()));
      }
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  private static void coarse(StringBuilder out, FoldReport fold) {
    fold.coarse()
        .forEach(
            (member, exit) ->
                line(
                    out,
                    "%s alone, fold %d, tells %s apart: %s",
                    member,
                    fold.fold(),
                    String.join(", ", exit.groups()),
                    exit.test()));
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

  private static void quantized(StringBuilder out, FoldReport fold) {
    if (fold.quantized().isEmpty()) {
      return;
    }
    line(out, "%nfold %d, tuned for integers; exits on the select split", fold.fold());
    line(
        out,
        "%-24s %-7s %-20s %-20s %-20s",
        "member",
        "weights",
        "floats before",
        "rounded before",
        "rounded after");
    fold.quantized()
        .forEach(
            (name, report) ->
                line(
                    out,
                    "%-24s %-7s %-20s %-20s %-20s%s",
                    name,
                    report.weights(),
                    report.floats(),
                    report.plain(),
                    report.tuned(),
                    report.kept() ? "" : " no better: left as it was"));
  }

  private static void line(StringBuilder out, String pattern, Object... values) {
    out.append(String.format(Locale.ROOT, pattern, values).stripTrailing())
        .append(System.lineSeparator());
  }
}
