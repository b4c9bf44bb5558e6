package dev.upcall.cli.harvest;

import dev.upcall.cli.Console;
import dev.upcall.host.harvest.HarvestCount;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The table of {@code upcall harvest}: what there is of each class. */
public final class HarvestTable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private HarvestTable() {}

  /** A class's part of the result in JSON. */
  public record Row(String answer, long samples, long disagreeing, long maps, double confidence) {}

  /** The rows, named. */
  public static List<Row> rows(List<HarvestCount> counts, List<String> classes) {
    return counts.stream()
        .map(
            count ->
                new Row(
                    name(count.hostClass(), classes),
                    count.samples(),
                    count.disagreeing(),
                    count.maps(),
                    count.confidence()))
        .toList();
  }

  private static String name(int index, List<String> classes) {
    return index < classes.size() ? classes.get(index) : String.valueOf(index);
  }

  /** Prints them, with totals. */
  public static void print(List<HarvestCount> counts, List<String> classes, Console console) {
    int width = classes.stream().mapToInt(String::length).max().orElse(0);
    width = Math.min(40, Math.max(width, "answer".length()));
    String cells = "%-" + width + "." + width + "s %9s %9s %7s %11s  %s";
    console.line(cells, "answer", "samples", "disagree", "", "confidence", "newest (UTC)");
    for (HarvestCount count : counts) {
      console.line(
          cells,
          name(count.hostClass(), classes),
          count.samples(),
          count.disagreeing(),
          percent(count.disagreeing(), count.samples()),
          String.format(Locale.ROOT, "%.3f", count.confidence()),
          TIME.format(count.newest()));
    }
    long samples = counts.stream().mapToLong(HarvestCount::samples).sum();
    long disagreeing = counts.stream().mapToLong(HarvestCount::disagreeing).sum();
    console.line(cells, "all", samples, disagreeing, percent(disagreeing, samples), "", "");
    long maps = counts.stream().mapToLong(HarvestCount::maps).sum();
    if (maps > 0) {
      console.line("%d of them are feature maps, from which no input comes back", maps);
    }
  }

  private static String percent(long part, long all) {
    return all == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / all);
  }
}
