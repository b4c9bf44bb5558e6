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
    stage(0, begins, path, 0, sent.count(hostRight), visitor);
  }

  private record Path(int[] settings, int[] reached, int[] accepted) {}

  /**
   * @param reaching the samples that come to this stage
   * @param acceptedRight right among those accepted so far
   * @param upcalledRight right among those the host was asked about so far
   */
  private void stage(
      int k,
      SampleSet reaching,
      Path path,
      int acceptedRight,
      int upcalledRight,
      Consumer<OperatingPoint> visitor) {
    path.reached[k] = reaching.count();
    List<Setting> settings = stages.get(k).settings();
    // Where no sample comes by, settings make no difference.
    int different = path.reached[k] == 0 ? 1 : settings.size();
    for (int i = 0; i < different; i++) {
      Setting setting = settings.get(i);
      path.settings[k] = i;
      path.accepted[k] = reaching.count(setting.accepted());
      int accepted = acceptedRight + reaching.count(setting.accepted(), rightAt.get(k));
      int upcalled = upcalledRight + reaching.count(setting.upcalled(), hostRight);
      SampleSet left = reaching.without(setting.accepted(), setting.upcalled());
      if (k + 1 < stages.size()) {
        stage(k + 1, left, path, accepted, upcalled, visitor);
      } else {
        visitor.accept(point(path, accepted, accepted + upcalled + left.count(hostRight)));
      }
    }
  }

  private OperatingPoint point(Path path, int acceptedRight, int right) {
    LadderCount count =
        new LadderCount(
            samples.size(),
            LadderCount.list(path.reached),
            LadderCount.list(path.accepted),
            acceptedRight,
            right);
    return new OperatingPoint(
        Arrays.stream(path.settings).boxed().toList(),
        count,
        costs.map(known -> known.mean(count)).orElse(Cost.NONE));
  }
}
