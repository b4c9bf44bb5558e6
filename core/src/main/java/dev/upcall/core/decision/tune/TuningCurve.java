package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Accuracy of the ladder against upcalls as the threshold on a confidence moves: every operating
 * point the samples can tell apart, fewest upcalls first.
 */
public record TuningCurve(List<Point> points) {
  /** Accuracies this near are the same: k/n computed in two ways. */
  private static final double SAME = 1e-12;

  /**
   * One operating point.
   *
   * @param threshold accept iff confidence &gt;= threshold; half way between two samples'
   *     confidences; NaN for a policy that has no such number
   */
  public record Point(float threshold, LadderCount count) {
    public double accuracy() {
      return count.accuracy();
    }

    public double upcallFraction() {
      return count.upcallFraction();
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.2f %% accuracy with %.2f %% upcalls",
          100 * accuracy(),
          100 * upcallFraction());
    }
  }

  public TuningCurve {
    points = List.copyOf(points);
  }

  /**
   * The curve of a confidence.
   *
   * @param confidence per sample, no NaN
   * @param least thresholds below it are not allowed; at it everything is accepted
   * @param greatest thresholds above it are not allowed, even where they alone upcall everything
   * @return at least one point: everything accepted
   */
  static TuningCurve of(float[] confidence, LadderSamples samples, float least, float greatest) {
    int n = samples.size();
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> confidence[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int right = 0;
    for (int i = 0; i < n; i++) {
      right += samples.isLocalRight(i) ? 1 : 0;
    }
    int acceptedRight = right;
    List<Point> points = new ArrayList<>();
    points.add(new Point(least, new LadderCount(n, n, acceptedRight, right)));
    for (int i = 0; i < n; i++) {
      int sample = order[i];
      int local = samples.isLocalRight(sample) ? 1 : 0;
      acceptedRight -= local;
      right += (samples.isHostRight(sample) ? 1 : 0) - local;
      float here = confidence[sample];
      float next = i + 1 < n ? confidence[order[i + 1]] : Float.POSITIVE_INFINITY;
      float threshold = between(here, next);
      if (here < next && threshold > least && threshold <= greatest) {
        points.add(new Point(threshold, new LadderCount(n, n - i - 1, acceptedRight, right)));
      }
    }
    return new TuningCurve(points);
  }

  /** A threshold above the one and not above the other, as far from both as it can be. */
  private static float between(float here, float next) {
    if (next == Float.POSITIVE_INFINITY) {
      return Math.nextUp(here);
    }
    float middle = here + (next - here) / 2;
    return middle > here ? middle : next;
  }

  /**
   * The point that meets a target. For an accuracy: the fewest upcalls. For a bound on upcalls: the
   * greatest accuracy, and of equals the one that spends most of the allowance, because a small
   * sample cannot tell that the rest would be wasted.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2430 naming the best that can be reached
   */
  public Point choose(Target target) {
    Optional<Point> found =
        target.kind() == Target.Kind.ACCURACY
            ? points.stream().filter(p -> p.accuracy() >= target.value() - SAME).findFirst()
            : points.stream()
                .filter(p -> p.upcallFraction() <= target.value() + SAME)
                .max(
                    Comparator.<Point>comparingInt(p -> p.count().right())
                        .thenComparing(Point::upcallFraction));
    return found.orElseThrow(
        () ->
            Diagnostic.of(PolicyCode.INFEASIBLE, target)
                .found("at best %s, on %d samples", best(), best().count().samples())
                .need("%s", target)
                .fix("ask for what is reachable, or give the host better members")
                .toException());
  }

  /** The point of greatest accuracy; of equals, the fewest upcalls. */
  public Point best() {
    return points.stream()
        .max(
            Comparator.<Point>comparingInt(p -> p.count().right())
                .thenComparing(p -> p.count().accepted()))
        .orElseThrow();
  }
}
