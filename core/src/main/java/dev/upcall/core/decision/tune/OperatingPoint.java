package dev.upcall.core.decision.tune;

import java.util.List;
import java.util.Locale;

/**
 * What one choice of all stages' settings gives on samples.
 *
 * @param settings by stage, index of the setting
 * @param cost mean of a sample; {@link Cost#NONE} where costs are not known
 */
public record OperatingPoint(List<Integer> settings, LadderCount count, Cost cost) {
  public OperatingPoint {
    settings = List.copyOf(settings);
  }

  public double accuracy() {
    return count.accuracy();
  }

  public double upcallFraction() {
    return count.upcallFraction();
  }

  /** How often a stage ran: the work on the device where nothing better is known of it. */
  int stageRuns() {
    return count.reached().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    String costs =
        cost.equals(Cost.NONE)
            ? ""
            : String.format(
                Locale.ROOT, ", %.3g ms and %.3g mJ a sample", cost.latencyMs(), cost.energyMj());
    return String.format(
            Locale.ROOT,
            "%.2f %% accuracy with %.2f %% upcalls",
            100 * accuracy(),
            100 * upcallFraction())
        + costs;
  }
}
