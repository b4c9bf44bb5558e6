package dev.upcall.training;

import dev.upcall.training.FoldReport.SubsetReport;
import dev.upcall.training.mel.Subset;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a training came to.
 *
 * @param members size of each member, by name
 * @param folds in the order trained
 */
public record TrainReport(
    String project,
    String method,
    long seed,
    Map<String, MemberReport> members,
    List<FoldReport> folds) {
  public TrainReport {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    folds = List.copyOf(folds);
  }

  /**
   * Size of one member with its exit.
   *
   * @param parameters that training moves
   * @param macs multiply-accumulates for one sample
   */
  public record MemberReport(String architecture, long parameters, long macs) {}

  /**
   * What is kept of the ensemble's accuracy when any one member is lost.
   *
   * @param least the worst loss
   * @param mean over all losses
   */
  public record Retention(double least, double mean) {}

  /** Accuracy on TEST by subset key, all folds counted together. */
  public Map<String, Proportion> test() {
    return sum(subset -> Optional.of(subset.test()));
  }

  /** The same for the mean of the members' own probabilities, of subsets of two and more. */
  public Map<String, Proportion> average() {
    return sum(subset -> subset.average().map(Answers::proportion));
  }

  private Map<String, Proportion> sum(Function<SubsetReport, Optional<Proportion>> part) {
    Map<String, Proportion> sums = new LinkedHashMap<>();
    for (FoldReport fold : folds) {
      fold.subsets()
          .forEach(
              (key, subset) ->
                  part.apply(subset).ifPresent(share -> sums.merge(key, share, Proportion::plus)));
    }
    return sums;
  }

  /** The subset of all members that were combined; empty if none were. */
  public Optional<String> whole() {
    return test().keySet().stream()
        .filter(key -> Subset.of(key).size() > 1)
        .reduce((first, second) -> second);
  }

  /** Share of the whole ensemble's accuracy that is left; empty if no members were combined. */
  public Optional<Retention> retention() {
    return whole()
        .map(
            key -> {
              Map<String, Proportion> test = test();
              List<String> all = Subset.of(key).members();
              double[] kept =
                  all.stream()
                      .map(lost -> all.stream().filter(name -> !name.equals(lost)).toList())
                      .map(alive -> test.get(new Subset(alive).key()).value())
                      .mapToDouble(accuracy -> accuracy / test.get(key).value())
                      .toArray();
              return new Retention(
                  Arrays.stream(kept).min().orElseThrow(),
                  Arrays.stream(kept).average().orElseThrow());
            });
  }
}
