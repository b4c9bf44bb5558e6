package dev.upcall.training;

import dev.upcall.training.FoldReport.SubsetReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** Accuracy on TEST by subset key, all folds counted together. */
  public Map<String, Proportion> test() {
    Map<String, Proportion> sums = new LinkedHashMap<>();
    for (FoldReport fold : folds) {
      for (Map.Entry<String, SubsetReport> subset : fold.subsets().entrySet()) {
        sums.merge(subset.getKey(), subset.getValue().test(), Proportion::plus);
      }
    }
    return sums;
  }
}
