package dev.upcall.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What training one fold came to.
 *
 * @param bestEpoch the epoch kept, counted from 1
 * @param seconds wall time
 * @param samplesPerSecond of training steps alone, mean over all epochs
 * @param exportDifference largest absolute difference between the network and its ONNX export
 * @param bytes of all files written
 * @param subsets by key, smaller subsets first
 * @param branches by member and name joined by a dot
 */
public record FoldReport(
    int fold,
    int bestEpoch,
    double seconds,
    double samplesPerSecond,
    double exportDifference,
    long bytes,
    Map<String, SubsetReport> subsets,
    Map<String, BranchReport> branches) {
  public FoldReport {
    branches = Collections.unmodifiableMap(new LinkedHashMap<>(branches));
    subsets = Collections.unmodifiableMap(new LinkedHashMap<>(subsets));
  }

  /**
   * One subset of members with its refitted head.
   *
   * @param l2 penalty chosen
   * @param select accuracy on the split that everything was chosen by
   * @param test accuracy on samples that nothing was learnt from or chosen by
   */
  public record SubsetReport(double l2, Proportion select, Proportion test) {}

  /**
   * One branch of a member.
   *
   * @param classes that it tells apart
   * @param parameters of its own
   * @param macs for one sample beyond its member's up to where it branches off
   * @param select accuracy on the samples of these classes in the split all was chosen by
   * @param test accuracy on the samples of these classes in the test split
   */
  public record BranchReport(
      List<String> classes, long parameters, long macs, Proportion select, Proportion test) {
    public BranchReport {
      classes = List.copyOf(classes);
    }
  }
}
