package dev.upcall.core.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ensemble.yaml}, checked: what a project is made of. Paths are as written, relative to the
 * project folder.
 *
 * @param members by name, in the order written
 * @param heads MEL heads by the sorted names of the members they combine, joined by {@code +}
 * @param stages the ladder on the device, first stage first
 */
public record Manifest(
    String name,
    List<String> classes,
    InputSpec input,
    Optional<DataSpec> data,
    Map<String, MemberSpec> members,
    Map<String, String> heads,
    List<StageSpec> stages,
    HostSpec host) {

  /**
   * What a sample is before and after preprocessing.
   *
   * @param shape [H,W,C] or [N] of one sample
   * @param rawMin least raw value, 0 unless the manifest gives a range
   * @param rawMax greatest raw value, 255 unless the manifest gives a range
   * @param scale real = raw * scale + offset, one per channel or one for all
   * @param feed {@code frame} or {@code rows}
   */
  public record InputSpec(
      List<Integer> shape,
      int rawMin,
      int rawMax,
      List<Float> scale,
      List<Float> offset,
      String feed) {}

  /** Where the samples are, and how they are split. */
  public record DataSpec(String source, String format, SplitSpec splits) {}

  /**
   * Fractions of the data per use, and the number of cross-fitting folds (0: none).
   *
   * @param fractions by {@link Split}, summing to 1
   */
  public record SplitSpec(long seed, int folds, Map<Split, Double> fractions) {}

  /**
   * One trained model.
   *
   * @param features name of the graph output that feeds the heads, empty when it feeds none
   */
  public record MemberSpec(String model, Optional<String> features) {}

  /**
   * One stage of the ladder on the device.
   *
   * @param run member that computes it
   * @param exit side exit's name, empty for the member's own end
   */
  public record StageSpec(String run, Optional<String> exit, Optional<PolicySpec> policy) {}

  /**
   * A policy and its parameters.
   *
   * @param use a built-in's name (Threshold, LogisticRegression) or a Java file of the project
   * @param parameters numbers as written; a parameter written {@code tuned} is absent here
   */
  public record PolicySpec(String use, Map<String, Double> parameters, List<String> tuned) {}

  /**
   * What runs above the device.
   *
   * @param order combiners tried in turn: {@code heads}, {@code meanLogits}
   */
  public record HostSpec(List<String> members, List<String> order, int deadlineMs) {}
}
