package dev.upcall.cli.books;

import dev.upcall.core.decision.tune.Cost;
import dev.upcall.core.decision.tune.OperatingPoint;
import dev.upcall.core.decision.tune.TunedLadder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** A Pareto front for people and machines: so many of its points that one sees its shape. */
public final class FrontTable {
  private FrontTable() {}

  /**
   * A point.
   *
   * @param parameters by stage
   * @param latencyMs null where costs are not known
   */
  public record Row(
      double accuracy,
      double upcallFraction,
      Double latencyMs,
      Double energyMj,
      List<Map<String, Double>> parameters) {}

  /** About {@code limit} points of a front, evenly by their order, ends included. */
  public static List<Row> rows(TunedLadder ladder, List<OperatingPoint> front, int limit) {
    int last = front.size() - 1;
    int count = Math.min(limit, front.size());
    return IntStream.range(0, count)
        .map(i -> count == 1 ? 0 : (int) ((long) i * last / (count - 1)))
        .mapToObj(i -> row(ladder, front.get(i)))
        .toList();
  }

  private static Row row(TunedLadder ladder, OperatingPoint point) {
    boolean known = !point.cost().equals(Cost.NONE);
    return new Row(
        point.accuracy(),
        point.upcallFraction(),
        known ? point.cost().latencyMs() : null,
        known ? point.cost().energyMj() : null,
        ladder.at(point).stream().map(TunedLadder.Stage::parameters).toList());
  }

  public static List<String> lines(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    boolean known = !rows.isEmpty() && rows.get(0).latencyMs() != null;
    lines.add("accuracy %  upcalls %" + (known ? "   ms a sample   mJ a sample" : ""));
    for (Row row : rows) {
      String costs =
          known
              ? String.format(Locale.ROOT, "  %12.4g  %12.4g", row.latencyMs(), row.energyMj())
              : "";
      lines.add(
          String.format(
                  Locale.ROOT, "%10.2f  %9.2f", 100 * row.accuracy(), 100 * row.upcallFraction())
              + costs);
    }
    return lines;
  }
}
