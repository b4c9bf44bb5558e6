package dev.upcall.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What training one fold came to.
 *
 * @param epochs the epoch kept, counted from 1, by the name of the fit: {@code members} for those
 *     trained together, else the member's
 * @param seconds wall time of the run that finished it; runs that were cut off before do not count
 * @param samplesPerSecond of the training steps of members and of heads, mean over their epochs,
 *     also those of earlier runs; 0 where members were read from their files
 * @param exportDifference largest absolute difference between the network and its ONNX export
 * @param bytes of all files written
 * @param stale heads left as they are though some of their members have changed
 * @param subsets by key, smaller subsets first
 * @param coarse second exits for groups of classes, by member
 * @param branches by member and name joined by a dot
 * @param ladders what members with branches come to as ladders, by member
 * @param quantized members that were fine-tuned for integers
 * @param exported what the written files come to on TEST beside what is said here
 */
public record FoldReport(
    int fold,
    Map<String, Integer> epochs,
    double seconds,
    double samplesPerSecond,
    double exportDifference,
    long bytes,
    List<String> stale,
    Map<String, SubsetReport> subsets,
    Map<String, CoarseReport> coarse,
    Map<String, BranchReport> branches,
    Map<String, LadderReport> ladders,
    Map<String, QuantReport> quantized,
    ExportEquality exported) {
  public FoldReport {
    coarse = Collections.unmodifiableMap(new LinkedHashMap<>(coarse));
    epochs = Collections.unmodifiableMap(new LinkedHashMap<>(epochs));
    stale = List.copyOf(stale);
    ladders = Collections.unmodifiableMap(new LinkedHashMap<>(ladders));
    quantized = Collections.unmodifiableMap(new LinkedHashMap<>(quantized));
    branches = Collections.unmodifiableMap(new LinkedHashMap<>(branches));
    subsets = Collections.unmodifiableMap(new LinkedHashMap<>(subsets));
  }

  /**
   * One subset of members with its refitted head.
   *
   * @param l2 penalty chosen
   * @param parameters of its members and its head
   * @param macs multiply-accumulates of them for one sample
   * @param select accuracy on the split that everything was chosen by
   * @param test accuracy on samples that nothing was learnt from or chosen by
   * @param answers which of these were answered right
   * @param average the same for the mean of the members' own probabilities instead of the head;
   *     empty for a member alone
   */
  public record SubsetReport(
      double l2,
      long parameters,
      long macs,
      Proportion select,
      Proportion test,
      Answers answers,
      Optional<Answers> average) {
    /** With the share that {@code answers} come to. */
    public SubsetReport(
        double l2,
        long parameters,
        long macs,
        Proportion select,
        Answers answers,
        Optional<Answers> average) {
      this(l2, parameters, macs, select, answers.proportion(), answers, average);
    }
  }

  /**
   * One member fine-tuned for integers; accuracies of its exit on the split that everything was
   * chosen by.
   *
   * @param weights bits, as the compiler is to be told
   * @param epoch the one that was best
   * @param kept whether it was better, rounded, than what it was tuned from, which else was kept
   * @param floats before, without rounding
   * @param plain before, rounded
   * @param tuned after, rounded
   */
  public record QuantReport(
      String weights,
      int epoch,
      boolean kept,
      Proportion floats,
      Proportion plain,
      Proportion tuned) {}

  /**
   * A member's second exit.
   *
   * @param groups of classes that it tells apart
   * @param select accuracy on the split that everything was chosen by
   * @param test accuracy on samples that nothing was learnt from or chosen by
   */
  public record CoarseReport(List<String> groups, Proportion select, Proportion test) {
    public CoarseReport {
      groups = List.copyOf(groups);
    }
  }

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
