package dev.upcall.cli.books;

import dev.upcall.core.decision.tune.Cost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An evaluation for people. */
public final class EvaluationText {
  private EvaluationText() {}

  public static List<String> lines(Evaluation books) {
    List<String> lines = new ArrayList<>();
    int n = books.systems().get(0).samples();
    lines.add(
        "%s, fold %d, %d samples of the test split".formatted(books.project(), books.fold(), n));
    lines.add("");
    lines.add(head(books));
    books.systems().forEach(book -> lines.add(row(books, book)));
    if (books.habits() != null) {
      lines.add(habits(books.habits()));
    }
    section(lines, books, "policies tuned for as many upcalls", books.policies());
    section(lines, books, "members alone on the device", books.members());
    if (!books.profiles().isEmpty()) {
      lines.add("");
      books.profiles().forEach((id, name) -> lines.add("%s: %s".formatted(id, name)));
    }
    lines.add("");
    lines.add("by stage     runs on %  answers %  ECE %  calibrated");
    SystemBook ladder = ladder(books);
    for (int k = 0; k < books.calibration().size(); k++) {
      Evaluation.Calibration stage = books.calibration().get(k);
      lines.add(
          String.format(
              Locale.ROOT,
              "  stage %d    %9.2f  %9.2f  %5.2f  %.2f (%s)",
              k,
              100 * ladder.reached().get(k),
              100 * ladder.answered().get(k),
              100 * stage.ece(),
              100 * stage.eceCalibrated(),
              stage.table()
                  ? "table"
                  : String.format(Locale.ROOT, "temperature %.3g", stage.temperature())));
    }
    lines.add("");
    lines.add("confusion: a row for each true class, columns the classes answered, in that order");
    lines.addAll(confusion(books));
    books.skipped().forEach(reason -> lines.add("skipped: " + reason));
    return lines;
  }

  private static String habits(Evaluation.Habits habits) {
    return String.format(
        Locale.ROOT,
        "of these %.2f %% checked on, %.2f %% corrected later, %.2f %% degraded, at a sample a"
            + " second; %.2f %% right in the end",
        100 * habits.audited(),
        100 * habits.later(),
        100 * habits.degraded(),
        100 * habits.correctedAccuracy());
  }

  private static SystemBook ladder(Evaluation books) {
    return books.systems().stream()
        .filter(book -> book.system().equals(books.ladder()))
        .findFirst()
        .orElseThrow();
  }

  private static void section(
      List<String> lines, Evaluation books, String title, List<SystemBook> rows) {
    if (!rows.isEmpty()) {
      lines.add(title);
      rows.forEach(book -> lines.add(row(books, book)));
    }
  }

  private static String head(Evaluation books) {
    return String.format(
            Locale.ROOT, "%-20s %10s  %-15s %9s", "", "accuracy %", "95 % interval", "upcalls %")
        + books.profiles().keySet().stream()
            .map(id -> String.format(Locale.ROOT, "  %19s", id))
            .collect(Collectors.joining());
  }

  private static String row(Evaluation books, SystemBook book) {
    return String.format(
            Locale.ROOT,
            "%-20s %10.2f  %-15s %9.2f",
            "  " + book.system(),
            100 * book.accuracy(),
            book.interval(),
            100 * book.upcallFraction())
        + books.profiles().keySet().stream()
            .map(id -> costs(book.costs().get(id)))
            .collect(Collectors.joining());
  }

  private static String costs(Cost cost) {
    return cost == null
        ? " ".repeat(21)
        : String.format(
            Locale.ROOT,
            "  %19s",
            String.format(Locale.ROOT, "%.3g ms %.3g mJ", cost.latencyMs(), cost.energyMj()));
  }

  private static List<String> confusion(Evaluation books) {
    int width =
        Arrays.stream(books.confusion())
            .flatMapToInt(Arrays::stream)
            .map(count -> String.valueOf(count).length())
            .max()
            .orElse(1);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < books.confusion().length; row++) {
      lines.add(
          String.format(Locale.ROOT, "  %-14s", books.classes().get(row))
              + Arrays.stream(books.confusion()[row])
                  .mapToObj(count -> String.format(Locale.ROOT, " %" + width + "d", count))
                  .collect(Collectors.joining()));
    }
    return lines;
  }
}
