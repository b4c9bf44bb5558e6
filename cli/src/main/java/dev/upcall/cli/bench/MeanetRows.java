package dev.upcall.cli.bench;

import dev.upcall.cli.books.ProfileCosts;
import dev.upcall.cli.books.SystemBook;
import dev.upcall.cli.books.Systems;
import dev.upcall.core.decision.tune.LadderCosts;
import dev.upcall.core.decision.tune.Quantity;
import dev.upcall.core.decision.tune.StageTuning;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.decision.tune.TunedLadder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * MEANet against its main block alone (arXiv 2109.06440), which sends up by the same entropy, in
 * two readings: both tuned for as many upcalls, so that the extension's work comes on top; and the
 * main block with as many more upcalls as that work is worth in energy. Beside them the whole
 * network that both are part of.
 */
final class MeanetRows {
  static final String SYSTEM = "meanet";

  private static final List<Integer> BUDGETS = List.of(0, 2, 5, 10, 20, 30);

  /** The one with the target: with more upcalls the host mends what the extension would have. */
  private static final int BUDGET = 5;

  private static final double POINTS = 1;

  private final DecisionCase one;
  private final DecisionCase main;
  private final DecisionCase whole;

  private MeanetRows(DecisionCase one, DecisionCase whole) {
    this.one = one;
    this.main = one.firstAlone(StageTuning.of("Entropy", Map.of()));
    this.whole = whole.atTheEnd();
  }

  /**
   * @param backbone another ladder of the same network that ends at its end
   * @return none for other systems
   */
  static List<BenchRow> of(DecisionCase one, DecisionCase backbone) {
    return one.system().equals(SYSTEM) ? new MeanetRows(one, backbone).rows() : List.of();
  }

  private List<BenchRow> rows() {
    List<BenchRow> rows = new ArrayList<>();
    for (int percent : BUDGETS) {
      Target budget = Target.maxUpcalls(percent / 100.0);
      TunedLadder tuned = one.tuned(budget);
      SystemBook meanet = book(one, tuned);
      SystemBook block = book(main, main.tuned(budget));
      SystemBook all = book(whole, whole.tuned(budget));
      String name = one.row(SYSTEM + ".upcalls" + percent);
      BenchRow gain =
          points(name + ".gainPoints", meanet, block)
              .note(
                  String.format(
                      Locale.ROOT,
                      "%s against %s; easy %.1f %%, hard %.1f %%, complex %.1f %%; the whole"
                          + " network %s",
                      words(meanet),
                      words(block),
                      100 * meanet.answered().get(0),
                      100 * meanet.answered().get(1),
                      100 * meanet.upcallFraction(),
                      words(all)));
      rows.add(percent == BUDGET ? gain.target(POINTS) : gain);
      for (ProfileCosts profile : one.profiles()) {
        String id = profile.profile().id();
        String prefix = one.row(SYSTEM + "." + id + ".upcalls" + percent);
        rows.add(energy(prefix, meanet, block, all, id));
        rows.add(atEqualEnergy(prefix, tuned, meanet, profile));
      }
    }
    return rows;
  }

  private static SystemBook book(DecisionCase of, TunedLadder tuned) {
    return new Systems(of.test(), of.costs()).ladder(of.system(), tuned.policies());
  }

  private static BenchRow energy(
      String prefix, SystemBook meanet, SystemBook block, SystemBook whole, String id) {
    return BenchRow.lower(
            prefix + ".energyMj", meanet.costs().get(id).energyMj(), "mJ", meanet.samples())
        .note(
            String.format(
                Locale.ROOT,
                "its main block alone %.4g mJ, the whole network %.4g mJ",
                block.costs().get(id).energyMj(),
                whole.costs().get(id).energyMj()));
  }

  /** The main block may spend what the ladder spends, on upcalls; both means of the tune split. */
  private BenchRow atEqualEnergy(
      String prefix, TunedLadder tuned, SystemBook meanet, ProfileCosts profile) {
    LadderCosts costs = profile.ladder(one.cycles());
    double allowed = costs.mean(tuned.count()).energyMj();
    SystemBook block = book(main, main.tuned(Target.of(Quantity.ENERGY, allowed), profile));
    double hard = meanet.reached().get(1) * costs.stages().get(1).energyMj();
    return points(prefix + ".gainPointsAtEqualEnergy", meanet, block)
        .note(
            String.format(
                Locale.ROOT,
                "%s against %s at %.4g mJ; the extension takes %.4g mJ a sample in the mean, an"
                    + " upcall %.4g mJ",
                words(meanet),
                words(block),
                allowed,
                hard,
                costs.upcall().energyMj()));
  }

  private static BenchRow points(String name, SystemBook ours, SystemBook theirs) {
    double points = 100 * (ours.accuracy() - theirs.accuracy());
    return BenchRow.higher(name, points, "points", ours.samples());
  }

  private static String words(SystemBook book) {
    return String.format(
        Locale.ROOT,
        "%.2f %% with %.1f %% upcalls",
        100 * book.accuracy(),
        100 * book.upcallFraction());
  }
}
