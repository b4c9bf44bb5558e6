package dev.upcall.cli.books;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The books of a project's ladder on its test split.
 *
 * @param ladder name of the system that the project's ladder is
 * @param systems the ladder beside others
 * @param policies other built-in policies in the ladder's place, tuned for as many upcalls
 * @param members each alone on the device
 * @param confusion by true class, how many samples the ladder gave each class
 * @param calibration by stage
 * @param profiles names of devices by the id that costs go by
 * @param skipped what could not be computed here, with its reason
 */
public record Evaluation(
    String project,
    int fold,
    String ladder,
    List<SystemBook> systems,
    List<SystemBook> policies,
    List<SystemBook> members,
    List<String> classes,
    int[][] confusion,
    List<Calibration> calibration,
    Map<String, String> profiles,
    List<String> skipped) {

  public Evaluation {
    systems = List.copyOf(systems);
    policies = List.copyOf(policies);
    members = List.copyOf(members);
    classes = List.copyOf(classes);
    calibration = List.copyOf(calibration);
    profiles = Collections.unmodifiableMap(new LinkedHashMap<>(profiles));
    skipped = List.copyOf(skipped);
  }

  /**
   * How far a stage's greatest probability is from the share of right answers, over the samples
   * that reach it.
   *
   * @param samples that reach it
   * @param ece expected calibration error, 0..1
   * @param temperature of the policy, 1 where it has none
   * @param table whether the policy has a table of probabilities instead
   * @param eceCalibrated with the logits divided by the temperature, or by the table
   */
  public record Calibration(
      int samples, double ece, double temperature, boolean table, double eceCalibrated) {}
}
