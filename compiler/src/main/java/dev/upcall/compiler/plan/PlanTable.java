package dev.upcall.compiler.plan;

import dev.upcall.compiler.plan.MemoryPlan.Placement;
import dev.upcall.core.text.LongNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Draws a plan: a line per buffer in order of offset, a column per step, {@code #} where the buffer
 * is live.
 *
 * <pre>
 *  offset    bytes  live       value
 *       0     1024  ##.......  %0 input
 *    1024     2048  .##......  %5 conv1
 * </pre>
 */
public final class PlanTable {
  /** Columns for steps; longer programs are drawn with several steps a column. */
  private static final int MAX_COLUMNS = 48;

  private static final int NAME_WIDTH = 64;

  private PlanTable() {}

  /** Lines without end of line. */
  public static List<String> draw(MemoryPlan plan) {
    int steps = plan.program().steps().size() + 2;
    int perColumn = (steps + MAX_COLUMNS - 1) / MAX_COLUMNS;
    int columns = (steps + perColumn - 1) / perColumn;
    List<String> lines = new ArrayList<>();
    String pattern = "%8s %8s  %-" + Math.max(columns, 4) + "s  %s";
    lines.add(String.format(Locale.ROOT, pattern, "offset", "bytes", "live", "value"));
    List<Placement> sorted = new ArrayList<>(plan.placements());
    sorted.sort(
        Comparator.comparingInt(Placement::offset)
            .thenComparingInt(placement -> placement.buffer().firstStep()));
    for (Placement placement : sorted) {
      Buffer buffer = placement.buffer();
      lines.add(
          String.format(
              Locale.ROOT,
              pattern,
              placement.offset(),
              buffer.bytes(),
              bar(buffer, columns, perColumn),
              buffer.isScratch()
                  ? buffer.label()
                  : buffer.label() + " " + LongNames.cut(buffer.value().name(), NAME_WIDTH)));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "peak %d bytes, lower bound %d%s",
            plan.peakBytes(),
            plan.lowerBoundBytes(),
            plan.optimal() ? ", optimal" : ""));
    return lines;
  }

  private static String bar(Buffer buffer, int columns, int perColumn) {
    StringBuilder bar = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      boolean live = false;
      for (int i = 0; i < perColumn; i++) {
        live |= buffer.isLiveAt(column * perColumn + i - 1);
      }
      bar.append(live ? '#' : '.');
    }
    return bar.toString();
  }
}
