package dev.upcall.cli.books;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Threshold;
import dev.upcall.core.decision.tune.Cost;
import dev.upcall.core.decision.tune.LabelledScores;
import dev.upcall.core.decision.tune.LadderCosts;
import dev.upcall.core.decision.tune.LadderCount;
import dev.upcall.core.decision.tune.LadderSamples;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A ladder of two stages and four samples, added up by hand. */
class SystemsTest {
  private static final Scores SURE = new Scores(new byte[] {50, 0}, 1f, 0);
  private static final Scores UNSURE = new Scores(new byte[] {0, 0}, 1f, 0);

  private static final LadderCosts COSTS =
      new LadderCosts(List.of(new Cost(1, 10), new Cost(2, 20)), new Cost(7, 70));

  /** Class 0 is right for all but the second sample, which the host alone knows. */
  private final int[] labels = {0, 1, 0, 0};

  private final LadderSamples samples =
      new LadderSamples(
          List.of(
              new LabelledScores(List.of(SURE, UNSURE, UNSURE, UNSURE), labels),
              new LabelledScores(List.of(SURE, UNSURE, SURE, UNSURE), labels)),
          new boolean[] {true, true, false, false});

  private final Policy policy = new Threshold(0.9f, 1);

  @Test
  void keepsTheBooksOfEachSystem() {
    Map<String, SystemBook> books =
        new Systems(samples, Map.of("p", COSTS))
            .all("eehi", LadderCount.of(List.of(policy, policy), samples)).stream()
                .collect(Collectors.toMap(SystemBook::system, book -> book));
    check(books.get("deviceOnly"), 0.75, 0, 3, 30);
    check(books.get("hostOnly"), 0.5, 1, 7, 70);
    // The first leaves at once, the third after both stages, two are sent: right, right, right,
    // not.
    check(books.get("eehi"), 0.75, 0.5, (4 * 1 + 3 * 2 + 2 * 7) / 4.0, (40 + 60 + 140) / 4.0);
    assertEquals(List.of(1.0, 0.75), books.get("eehi").reached());
    assertEquals(List.of(0.25, 0.25), books.get("eehi").answered());
    check(books.get("random"), 0.5 * 0.75 + 0.5 * 0.5, 0.5, 0.5 * 3 + 0.5 * 7, 50);
    // It asks about the second alone, after both stages; the others leave at the first.
    check(books.get("oracle"), 1, 0.25, (4 * 1 + 2 + 7) / 4.0, (40 + 20 + 70) / 4.0);
  }

  private static void check(
      SystemBook book, double accuracy, double upcalls, double ms, double mj) {
    assertEquals(accuracy, book.accuracy(), 1e-12, book::toString);
    assertEquals(upcalls, book.upcallFraction(), 1e-12, book::toString);
    assertEquals(ms, book.costs().get("p").latencyMs(), 1e-12, book::toString);
    assertEquals(mj, book.costs().get("p").energyMj(), 1e-12, book::toString);
  }
}
