package dev.upcall.cli.bench;

import dev.upcall.cli.books.SystemBook;
import dev.upcall.cli.books.Systems;
import dev.upcall.core.decision.tune.Cost;
import dev.upcall.core.decision.tune.LadderCount;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.decision.tune.TunedLadder;
import dev.upcall.core.project.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of a case: accuracy, upcalls, latency and energy of each system, on the test split. The
 * ladder is tuned for at most 20 % upcalls.
 */
final class SystemRows {
  private static final double BUDGET = 0.2;
  private static final List<Integer> BUDGETS = List.of(10, 20, 30);

  private SystemRows() {}

  static List<BenchRow> of(DecisionCase one) {
    List<BenchRow> rows = new ArrayList<>();
    Systems systems = new Systems(one.test(), one.costs());
    TunedLadder tuned = one.tuned(Target.maxUpcalls(BUDGET));
    for (SystemBook book :
        systems.all(one.system(), LadderCount.of(tuned.policies(), one.test()))) {
      add(rows, one, book, one.row(book.system()));
    }
    rows.addAll(budgets(one, systems));
    one.members()
        .forEach(
            member ->
                add(
                    rows,
                    one,
                    member.book(Split.TEST, one.profiles()),
                    one.row("member." + member.name())));
    return rows;
  }

  /** Of the ladder alone, where other rows have what it is compared with. */
  static List<BenchRow> ladder(DecisionCase one) {
    List<BenchRow> rows = new ArrayList<>();
    Systems systems = new Systems(one.test(), one.costs());
    TunedLadder tuned = one.tuned(Target.maxUpcalls(BUDGET));
    add(rows, one, systems.ladder(one.system(), tuned.policies()), one.row(one.system()));
    rows.addAll(budgets(one, systems));
    return rows;
  }

  private static List<BenchRow> budgets(DecisionCase one, Systems systems) {
    List<BenchRow> rows = new ArrayList<>();
    for (int percent : BUDGETS) {
      TunedLadder ladder = one.tuned(Target.maxUpcalls(percent / 100.0));
      SystemBook book = systems.ladder(one.system(), ladder.policies());
      String name = one.row(one.system() + ".upcalls" + percent);
      rows.add(
          accuracy(name + ".accuracy", book)
              .note(String.format(Locale.ROOT, "%.1f %% upcalls", 100 * book.upcallFraction())));
    }
    return rows;
  }

  private static void add(List<BenchRow> rows, DecisionCase one, SystemBook book, String name) {
    rows.add(accuracy(name + ".accuracy", book));
    if (!name.contains(".member.")) {
      BenchRow upcalls =
          BenchRow.lower(name + ".upcallFraction", book.upcallFraction(), "share", book.samples());
      rows.add(book.answered().size() > 1 ? upcalls.note(exits(book)) : upcalls);
    }
    for (Map.Entry<String, Cost> cost : book.costs().entrySet()) {
      String prefix = name + "." + cost.getKey();
      rows.add(
          BenchRow.lower(prefix + ".latencyMs", cost.getValue().latencyMs(), "ms", book.samples()));
      rows.add(
          BenchRow.lower(prefix + ".energyMj", cost.getValue().energyMj(), "mJ", book.samples()));
    }
  }

  private static BenchRow accuracy(String name, SystemBook book) {
    return BenchRow.higher(name, book.accuracy(), "share right", book.samples())
        .within(book.interval().low(), book.interval().high());
  }

  private static String exits(SystemBook book) {
    return IntStream.range(0, book.answered().size())
        .mapToObj(
            k -> String.format(Locale.ROOT, "stage %d: %.1f %%", k, 100 * book.answered().get(k)))
        .collect(Collectors.joining(", "));
  }
}
