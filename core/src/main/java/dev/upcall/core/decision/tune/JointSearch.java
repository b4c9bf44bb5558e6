package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.tune.StageSettings.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Every combination of all stages' settings, counted exactly. Stage by stage cannot do that: what a
 * stage should accept depends on how good, and how dear, what comes behind it is.
 */
final class JointSearch {
  private final LadderSamples samples;
  private final List<StageSettings> stages;
  private final Optional<LadderCosts> costs;
  private final List<SampleSet> rightAt;
  private final SampleSet hostRight;

  JointSearch(LadderSamples samples, List<StageSettings> stages, Optional<LadderCosts> costs) {
    this.samples = samples;
    this.stages = stages;
    this.costs = costs;
    int n = samples.size();
    rightAt = samples.stages().stream().map(stage -> SampleSet.of(n, stage::isRight)).toList();
    hostRight = SampleSet.of(n, samples::isHostRight);
  }

  /** How many settings a stage may have so that all combinations are counted in about a second. */
  static int limit(int stages) {
    return switch (stages) {
      case 1 -> Integer.MAX_VALUE;
      case 2 -> 500;
      default -> Math.max(6, (int) Math.pow(250_000, 1.0 / stages));
    };
  }

  /** Hands all points to {@code visitor}. */
  void visit(Consumer<OperatingPoint> visitor) {
    int count = stages.size();
    Path path = new Path(new int[count], new int[count], new int[count]);
    SampleSet sent = SampleSet.of(samples.size(), samples::isGated);
    SampleSet begins = SampleSet.of(samples.size(), i -> !samples.isGated(i));
    stage(0, begins, path, new Sums(0, sent.count(hostRight), 0), visitor);
  }

  private record Path(int[] settings, int[] reached, int[] accepted) {}

  /**
   * Of the stages so far.
   *
   * @param acceptedRight right among those accepted
   * @param upcalledRight right among those that the host answers
   * @param checked accepted, and the host asked nevertheless
   */
  private record Sums(int acceptedRight, int upcalledRight, int checked) {
    Sums plus(int accepted, int upcalled, int more) {
      return new Sums(acceptedRight + accepted, upcalledRight + upcalled, checked + more);
    }
  }

  /**
   * @param reaching the samples that come to this stage
   */
  private void stage(
      int k, SampleSet reaching, Path path, Sums before, Consumer<OperatingPoint> visitor) {
    path.reached[k] = reaching.count();
    List<Setting> settings = stages.get(k).settings();
    // Where no sample comes by, settings make no difference.
    int different = path.reached[k] == 0 ? 1 : settings.size();
    for (int i = 0; i < different; i++) {
      Setting setting = settings.get(i);
      path.settings[k] = i;
      path.accepted[k] = reaching.count(setting.accepted());
      Sums sums =
          before.plus(
              reaching.count(setting.accepted(), rightAt.get(k)),
              reaching.count(setting.upcalled(), hostRight),
              reaching.count(setting.checked()));
      SampleSet left = reaching.without(setting.accepted(), setting.upcalled());
      if (k + 1 < stages.size()) {
        stage(k + 1, left, path, sums, visitor);
      } else {
        visitor.accept(point(path, sums.plus(0, left.count(hostRight), 0)));
      }
    }
  }

  private OperatingPoint point(Path path, Sums sums) {
    LadderCount count =
        new LadderCount(
            samples.size(),
            LadderCount.list(path.reached),
            LadderCount.list(path.accepted),
            sums.acceptedRight(),
            sums.acceptedRight() + sums.upcalledRight(),
            sums.checked());
    return new OperatingPoint(
        Arrays.stream(path.settings).boxed().toList(),
        count,
        costs.map(known -> known.mean(count)).orElse(Cost.NONE));
  }
}
