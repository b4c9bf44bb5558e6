package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Verdict;

/**
 * How a ladder of one stage fared: what was accepted was answered by the device, the rest by the
 * host.
 *
 * @param samples all
 * @param accepted answered by the device
 * @param acceptedRight of these, right
 * @param right of all, right
 */
public record LadderCount(int samples, int accepted, int acceptedRight, int right) {

  /** Runs the policy itself over the samples. */
  public static LadderCount of(Policy policy, LadderSamples samples) {
    int accepted = 0;
    int acceptedRight = 0;
    int right = 0;
    for (int i = 0; i < samples.size(); i++) {
      if (policy.decide(samples.scores(i)) == Verdict.ACCEPT) {
        accepted++;
        acceptedRight += samples.isLocalRight(i) ? 1 : 0;
        right += samples.isLocalRight(i) ? 1 : 0;
      } else {
        right += samples.isHostRight(i) ? 1 : 0;
      }
    }
    return new LadderCount(samples.size(), accepted, acceptedRight, right);
  }

  /** Right among all; NaN for no samples. */
  public double accuracy() {
    return (double) right / samples;
  }

  /** Share handed to the host; NaN for no samples. */
  public double upcallFraction() {
    return (double) (samples - accepted) / samples;
  }
}
