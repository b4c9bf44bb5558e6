package dev.upcall.training;

import dev.upcall.training.LadderReport.BlockReport;
import dev.upcall.training.LadderReport.RouteReport;
import java.util.Locale;
import java.util.stream.Collectors;

/** A ladder's part of the report for people. */
final class LadderTable {
  private LadderTable() {}

  static void append(StringBuilder out, String member, FoldReport fold, LadderReport ladder) {
    line(out, "%n%s of fold %d as a ladder, all test samples", member, fold.fold());
    line(out, "%-44s %10s  %s", "output", "MACs", "accuracy");
    for (BlockReport block : ladder.blocks()) {
      line(out, "%-44s %10d  %s", block.name(), block.macs(), block.test().proportion());
    }
    line(out, "%-44s %10s  %-20s %7s  %s", "rule", "mean MACs", "accuracy", "saved", "answers");
    for (RouteReport route : ladder.routes()) {
      line(
          out,
          "%-44s %10.0f  %-20s %6.1f%%  %s",
          route.rule(),
          route.meanMacs(),
          route.test().proportion(),
          100 * route.macsSaved(),
          answers(route));
    }
  }

  /** {@code early 62.0 % (from 0.912), logits 38.0 %}. */
  private static String answers(RouteReport route) {
    return route.leaving().entrySet().stream()
        .filter(block -> block.getValue() > 0)
        .map(block -> answer(route, block.getKey(), block.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String answer(RouteReport route, String block, double share) {
    String text = String.format(Locale.ROOT, "%s %.1f %%", block, 100 * share);
    Float threshold = route.thresholds().get(block);
    return threshold == null ? text : text + String.format(Locale.ROOT, " (from %.3f)", threshold);
  }

  private static void line(StringBuilder out, String pattern, Object... values) {
    out.append(String.format(Locale.ROOT, pattern, values).stripTrailing())
        .append(System.lineSeparator());
  }
}
