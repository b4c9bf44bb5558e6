package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds the parameters of all policies of a ladder together, for a stated target.
 *
 * <p>Which data are for what: temperatures on the select split, weights of logistic regressions on
 * one half of the tune split and thresholds on the other; ladders that have nothing fitted on the
 * tune split, or nothing that was worth it, choose their thresholds on all of it. Each stage is
 * fitted on the samples that reach it, which takes two rounds: they are known once there are
 * thresholds.
 */
public final class LadderTuner {
  private static final int MIN_SAMPLES = 4;

  /** Fewer samples that reach a stage than this say less than all do. */
  private static final int MIN_REACHING = 50;

  /**
   * What to tune for what.
   *
   * @param stages policies, in the ladder's order
   * @param select by stage, samples of the select split that begin the ladder; may be empty where
   *     no policy needs a temperature
   * @param tune samples of the tune split, scored by all stages and the host
   * @param costs of the stages; needed where the target speaks of them
   * @param guarantee what has to hold of accepted answers, with the samples to test it on
   */
  public record Task(
      List<StageTuning> stages,
      List<LabelledScores> select,
      LadderSamples tune,
      Target target,
      Fit fit,
      Optional<LadderCosts> costs,
      Optional<Tested> guarantee) {
    public Task {
      stages = List.copyOf(stages);
      select = List.copyOf(select);
    }

    Task with(List<StageTuning> others) {
      return new Task(others, select, tune, target, fit, costs, guarantee);
    }

    /** Without costs and guarantee. */
    public Task(
        List<StageTuning> stages, List<LabelledScores> select, LadderSamples tune, Target target) {
      this(stages, select, tune, target, Fit.RIGHT, Optional.empty(), Optional.empty());
    }
  }

  /** A guarantee and the samples it is tested on, which nothing else has seen. */
  public record Tested(Guarantee guarantee, LadderSamples samples) {}

  /**
   * Tunes.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2430 where the target cannot be reached,
   *     UP2431 for too few samples, UP2433 for a policy without a tuner, UP2434 where the guarantee
   *     cannot be given
   */
  public TunedLadder tune(Task task) {
    require(task);
    boolean halves = task.stages().stream().anyMatch(StageFit::fitsOnTune);
    LadderSamples fitting = halves ? task.tune().half(0) : task.tune();
    LadderSamples choosing = halves ? task.tune().half(1) : task.tune();
    List<StageSettings> settings = settings(task, task.select(), fitting, choosing, null);
    Selection selection = search(task, choosing, settings);
    if (task.stages().size() > 1) {
      List<Policy> first = policies(settings, selection.best());
      settings = settings(task, task.select(), fitting, choosing, first);
      selection = search(task, choosing, settings);
    }
    Optional<Task> simpler = halves ? unfitted(task, settings) : Optional.empty();
    return simpler.isPresent() ? tune(simpler.get()) : result(task, choosing, settings, selection);
  }

  /** Where all weights that were fitted on half of the tune split turned out to be needless. */
  private static Optional<Task> unfitted(Task task, List<StageSettings> settings) {
    List<StageTuning> stages = new ArrayList<>();
    for (int k = 0; k < settings.size(); k++) {
      StageTuning stage = task.stages().get(k);
      Optional<StageTuning> simpler =
          StageFit.fitsOnTune(stage)
              ? StageFit.withoutSecond(stage, settings.get(k))
              : Optional.of(stage);
      if (simpler.isEmpty()) {
        return Optional.empty();
      }
      stages.add(simpler.get());
    }
    return Optional.of(task.with(stages));
  }

  private static void require(Task task) {
    if (task.tune().size() < MIN_SAMPLES) {
      throw Diagnostic.of(PolicyCode.TUNE_DATA)
          .found("%d samples in the tune split", task.tune().size())
          .need("at least %d, and some hundreds for a result that holds", MIN_SAMPLES)
          .fix("raise data.splits.tune in ensemble.yaml")
          .toException();
    }
    if (task.target().needsCosts() && task.costs().isEmpty()) {
      throw new IllegalArgumentException("no costs for " + task.target());
    }
  }

  /**
   * @param before policies that say which samples reach a stage; null: all do
   */
  private static List<StageSettings> settings(
      Task task,
      List<LabelledScores> select,
      LadderSamples fitting,
      LadderSamples choosing,
      List<Policy> before) {
    StageFit fit = new StageFit(task.fit());
    int limit = JointSearch.limit(task.stages().size());
    List<StageSettings> all = new ArrayList<>();
    for (int k = 0; k < task.stages().size(); k++) {
      StageTuning stage = task.stages().get(k);
      List<Scores> scores = choosing.stages().get(k).scores();
      LadderSamples selected = new LadderSamples(select, new boolean[select.get(k).size()]);
      LadderSamples here = choosing.alone(k);
      boolean last = k == task.stages().size() - 1;
      LabelledScores calibrating = reaching(selected, k, before).stages().get(0);
      Optional<Confidence> confidence =
          fit.confidence(stage, calibrating, reaching(fitting, k, before));
      all.add(
          confidence
              .map(known -> thresholds(stage, known, scores, limit))
              .orElseGet(() -> StageFit.settings(stage, calibrating, here, last)));
    }
    return all;
  }

  private static StageSettings thresholds(
      StageTuning stage, Confidence confidence, List<Scores> scores, int limit) {
    List<Float> thresholds =
        StageFit.threshold(stage)
            .map(List::of)
            .orElseGet(() -> StageSettings.thresholds(scores, confidence, limit));
    return StageSettings.of(scores, confidence, thresholds);
  }

  /** The samples that come to a stage, as a ladder of that stage alone. */
  private static LadderSamples reaching(LadderSamples samples, int stage, List<Policy> before) {
    LadderSamples alone = samples.alone(stage);
    LadderSamples reached = alone.where(reaches(samples, stage, before));
    return reached.size() < MIN_REACHING ? alone : reached;
  }

  private static IntPredicate reaches(LadderSamples samples, int stage, List<Policy> before) {
    if (before == null) {
      return i -> !samples.isGated(i);
    }
    LadderRun run = LadderRun.of(before, samples);
    return i -> run.reaches(i, stage);
  }

  private static Selection search(Task task, LadderSamples choosing, List<StageSettings> settings) {
    Selection selection = new Selection(task.target());
    new JointSearch(choosing, settings, task.costs()).visit(selection);
    return selection;
  }

  private static TunedLadder result(
      Task task, LadderSamples choosing, List<StageSettings> settings, Selection selection) {
    Optional<Guarantee.Result> tested =
        task.guarantee().map(test -> test(test, settings, selection));
    OperatingPoint chosen =
        tested.map(test -> chooseOf(task.target(), test)).orElseGet(() -> selection.best());
    LadderCount count = LadderCount.of(policies(settings, chosen), choosing);
    return new TunedLadder(
        IntStream.range(0, settings.size())
            .mapToObj(k -> all(task.stages().get(k).use(), settings.get(k)))
            .toList(),
        chosen,
        count,
        task.costs().map(costs -> costs.mean(count)).orElse(Cost.NONE),
        selection.curve(),
        selection.upcallFront(),
        selection.energyFront(),
        tested.map(test -> test.choose(chosen)));
  }

  private static List<TunedLadder.Stage> all(String use, StageSettings settings) {
    return settings.settings().stream()
        .map(setting -> new TunedLadder.Stage(use, setting.parameters(), setting.maker()))
        .toList();
  }

  private static Guarantee.Result test(
      Tested tested, List<StageSettings> settings, Selection selection) {
    Guarantee guarantee = tested.guarantee();
    Guarantee.Result result =
        guarantee.test(
            guarantee.sequence(selection.curve(), tested.samples().size()),
            point -> LadderCount.of(policies(settings, point), tested.samples()));
    if (result.passed().isEmpty()) {
      throw guarantee.refused(result, tested.samples().size()).toException();
    }
    return result;
  }

  /** All that passed are guaranteed, so that the target may choose among them. */
  private static OperatingPoint chooseOf(Target target, Guarantee.Result result) {
    Selection passed = new Selection(target);
    result.passed().forEach(step -> passed.accept(step.point()));
    return passed.best();
  }

  private static List<Policy> policies(List<StageSettings> settings, OperatingPoint point) {
    return IntStream.range(0, settings.size())
        .mapToObj(k -> settings.get(k).settings().get(point.settings().get(k)).policy())
        .toList();
  }
}
