package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Policy;
import java.util.Arrays;
import java.util.List;

/**
 * How a ladder fared: what its stages accepted was answered by the device, the rest by the host.
 * What the host checks or corrects later counts as the device's answer, and as an upcall.
 *
 * @param samples all
 * @param reached by stage, how many samples it ran on
 * @param acceptedAt by stage, how many of these it answered
 * @param acceptedRight of all that the device answered, right
 * @param right of all, right
 * @param checked of all that the device answered, how many the host was asked about nevertheless
 */
public record LadderCount(
    int samples,
    List<Integer> reached,
    List<Integer> acceptedAt,
    int acceptedRight,
    int right,
    int checked) {
  public LadderCount {
    reached = List.copyOf(reached);
    acceptedAt = List.copyOf(acceptedAt);
  }

  /** Of policies that check nothing. */
  public LadderCount(
      int samples, List<Integer> reached, List<Integer> acceptedAt, int acceptedRight, int right) {
    this(samples, reached, acceptedAt, acceptedRight, right, 0);
  }

  /** Runs the policies themselves over the samples, one behind each stage. */
  public static LadderCount of(List<? extends Policy> policies, LadderSamples samples) {
    return LadderRun.of(policies, samples).count();
  }

  static List<Integer> list(int[] counts) {
    return Arrays.stream(counts).boxed().toList();
  }

  /** Answered by the device. */
  public int accepted() {
    return acceptedAt.stream().mapToInt(Integer::intValue).sum();
  }

  /** Answered by the host, for which the device waits. */
  public int awaited() {
    return samples - accepted();
  }

  /** Handed to the host, to answer or to check. */
  public int upcalls() {
    return awaited() + checked;
  }

  /** Answered by the device, and wrong. */
  public int acceptedWrong() {
    return accepted() - acceptedRight;
  }

  /** Right among all; NaN for no samples. */
  public double accuracy() {
    return (double) right / samples;
  }

  /** Share handed to the host; NaN for no samples. */
  public double upcallFraction() {
    return (double) upcalls() / samples;
  }
}
