package dev.upcall.cli.bench;

import dev.upcall.cli.books.DeviceModel;
import dev.upcall.cli.books.ProfileCosts;
import dev.upcall.core.decision.tune.Fit;
import dev.upcall.core.decision.tune.LabelledScores;
import dev.upcall.core.decision.tune.LadderCosts;
import dev.upcall.core.decision.tune.LadderSamples;
import dev.upcall.core.decision.tune.LadderTuner;
import dev.upcall.core.decision.tune.StageTuning;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.decision.tune.TunedLadder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A data set with a ladder on it, recorded: what all its numbers are computed from.
 *
 * @param data as rows call it
 * @param system as rows call the ladder: hi, eehi, meanet, mel
 * @param stages policies to tune
 * @param select by stage, scores of the select split
 * @param cycles of each stage beyond those before it
 * @param members alone on the device, fewest cycles first
 * @param profiles devices whose time and energy count
 * @param guarantee samples of the guarantee split
 */
record DecisionCase(
    String data,
    String system,
    List<StageTuning> stages,
    List<LabelledScores> select,
    LadderSamples tune,
    LadderSamples test,
    List<Long> cycles,
    List<DeviceModel> members,
    List<ProfileCosts> profiles,
    int guarantee) {

  /** The ladder for a target, without costs. */
  TunedLadder tuned(Target target) {
    return new LadderTuner().tune(new LadderTuner.Task(stages, select, tune, target));
  }

  /** The same on a device whose energy is to be saved. */
  TunedLadder tuned(Target target, ProfileCosts profile) {
    return new LadderTuner()
        .tune(
            new LadderTuner.Task(
                stages,
                select,
                tune,
                target,
                Fit.RIGHT,
                Optional.of(profile.ladder(cycles)),
                Optional.empty()));
  }

  /** HI on the same networks: the last stage alone decides, behind the work of all. */
  DecisionCase atTheEnd() {
    int last = stages.size() - 1;
    return new DecisionCase(
        data,
        "hi",
        List.of(StageTuning.of("LogisticRegression", Map.of())),
        List.of(select.get(last)),
        tune.alone(last),
        test.alone(last),
        List.of(cycles.stream().mapToLong(Long::longValue).sum()),
        members,
        profiles,
        guarantee);
  }

  /** Its first stage alone, with a policy that is to be tuned. */
  DecisionCase firstAlone(StageTuning policy) {
    return new DecisionCase(
        data,
        "hi",
        List.of(policy),
        select.subList(0, 1),
        new LadderSamples(tune.stages().get(0), tune.hostRight()),
        new LadderSamples(test.stages().get(0), test.hostRight()),
        cycles.subList(0, 1),
        members,
        profiles,
        guarantee);
  }

  /** With rivals. */
  DecisionCase withMembers(List<DeviceModel> rivals) {
    return new DecisionCase(
        data, system, stages, select, tune, test, cycles, rivals, profiles, guarantee);
  }

  /** Costs of the ladder by profile. */
  Map<String, LadderCosts> costs() {
    Map<String, LadderCosts> costs = new LinkedHashMap<>();
    profiles.forEach(p -> costs.put(p.profile().id(), p.ladder(cycles)));
    return costs;
  }

  String row(String name) {
    return data + "." + name;
  }
}
