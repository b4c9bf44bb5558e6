package dev.upcall.host.audit;

import dev.upcall.core.decision.tune.Interval;
import java.util.Locale;

/**
 * What the audits of a project's devices say so far.
 *
 * @param project its name
 * @param signature the first 8 bytes of its ensemble's SHA-256, in hexadecimal digits
 * @param all since the start
 * @param window the last ones
 * @param drifting the window is in alarm
 * @param alarms how often it came to that
 */
public record AuditPage(
    String project, String signature, Share all, Share window, boolean drifting, int alarms) {

  /**
   * Accuracy among accepted answers, as far as the ensemble is right.
   *
   * @param audited answers checked, 1 or more
   * @param right those in which the ensemble gave the device's class
   * @param accuracy share of the right ones, 0..1
   * @param interval of the accuracy, Wilson's at 95 %
   */
  public record Share(int audited, int right, double accuracy, Interval interval) {
    public static Share of(int audited, int right) {
      return new Share(audited, right, (double) right / audited, Interval.wilson(right, audited));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%d of %d right, %.1f %% (%s)", right, audited, 100 * accuracy, interval);
    }
  }

  @Override
  public String toString() {
    String state = drifting ? "; the last ones are in alarm" : "";
    return "audits of %s: %s; of the last ones %s%s".formatted(project, all, window, state);
  }
}
