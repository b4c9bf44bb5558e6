package dev.upcall.cli.books;

import dev.upcall.core.decision.tune.LadderCount;
import dev.upcall.core.decision.tune.LadderRun;
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
 * @param habits what of the ladder's own answers was checked, corrected or degraded; null where
 *     none
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
    Habits habits,
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
   * Of the ladder's own answers those that are more than that.
   *
   * @param audited share of all samples, 0..1, that the host checks on
   * @param later share that it corrects later
   * @param degraded share answered by the device because the host may not be asked
   * @param correctedAccuracy of all answers, once the host's have come
   */
  public record Habits(double audited, double later, double degraded, double correctedAccuracy) {
    /** Null for a ladder without any. */
    static Habits of(LadderRun run) {
      LadderRun.Habits habits = run.habits();
      LadderCount count = run.count();
      double n = count.samples();
      return count.checked() + habits.degraded() == 0
          ? null
          : new Habits(
              habits.audits() / n,
              habits.later() / n,
              habits.degraded() / n,
              (count.right() + habits.gained()) / n);
    }
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
