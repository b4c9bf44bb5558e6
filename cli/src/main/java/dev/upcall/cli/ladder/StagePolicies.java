package dev.upcall.cli.ladder;

import dev.upcall.cli.CliCode;
import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicyParameter;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.core.decision.InputPolicy;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.decision.tune.PolicyMaker;
import dev.upcall.core.decision.tune.StageTuning;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Manifest.StageSpec;
import dev.upcall.core.project.Project;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The policies behind a project's device stages, as the tuner and replays see them. */
final class StagePolicies {
  /** What a last stage without a policy does. */
  private static final String ACCEPT = "accept";

  private final Project project;

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP5011 where no stage has a policy
   */
  StagePolicies(Project project) {
    this.project = project;
    if (project.manifest().stages().stream().allMatch(stage -> stage.policy().isEmpty())) {
      throw Diagnostic.of(CliCode.NO_POLICY, project.manifest().name())
          .at("ensemble.yaml: device.stages")
          .need("a policy behind the stage")
          .fix("add policy: {use: LogisticRegression, weights: tuned}")
          .toException();
    }
  }

  /** The policy on the input, before the first stage. */
  static Optional<InputPolicy> gate(Project project) {
    return project
        .manifest()
        .before()
        .map(
            spec ->
                new PolicyLoader(new PolicyTranslator())
                    .loadGate(PolicySource.find(spec, project.folder()), spec.parameters()));
  }

  /**
   * To be tuned: what the manifest gives is given. Wrappers that only stand around a policy are
   * left out: what they make of its verdicts is no matter of its parameters.
   */
  List<StageTuning> toTune() {
    List<StageTuning> stages = new ArrayList<>();
    for (StageSpec stage : project.manifest().stages()) {
      int index = stages.size();
      stages.add(
          stage
              .policy()
              .map(spec -> spec.within(spec.wrappersAroundTuned()))
              .map(spec -> tuning(spec, index, spec.parameters()))
              .orElseGet(StagePolicies::accepting));
    }
    return stages;
  }

  /**
   * With values of their own.
   *
   * @param parameters by stage, all of them
   */
  List<StageTuning> fixed(List<Map<String, Double>> parameters) {
    List<StageTuning> stages = new ArrayList<>();
    for (int k = 0; k < parameters.size(); k++) {
      int index = k;
      Map<String, Double> values = parameters.get(k);
      stages.add(
          project
              .manifest()
              .stages()
              .get(k)
              .policy()
              .map(spec -> tuning(spec, index, values))
              .orElseGet(StagePolicies::accepting));
    }
    return stages;
  }

  /** The policies themselves. */
  List<Policy> policies(List<Map<String, Double>> parameters) {
    List<Policy> policies = new ArrayList<>();
    for (int k = 0; k < parameters.size(); k++) {
      int index = k;
      Map<String, Double> values = parameters.get(k);
      policies.add(
          project
              .manifest()
              .stages()
              .get(k)
              .policy()
              .map(spec -> maker(PolicySource.find(spec, project.folder()), index).make(values))
              .orElse(scores -> Verdict.ACCEPT));
    }
    return policies;
  }

  private StageTuning tuning(PolicySpec spec, int stage, Map<String, Double> given) {
    PolicySource source = PolicySource.find(spec, project.folder());
    Map<String, StageTuning.Range> free = new LinkedHashMap<>();
    for (PolicyParameter parameter : new PolicyTranslator().check(source)) {
      boolean open = Float.isNaN(parameter.standard()) || spec.tuned().contains(parameter.name());
      if (!gives(given, parameter.name()) && open) {
        free.put(parameter.name(), new StageTuning.Range(parameter.min(), parameter.max()));
      }
    }
    return new StageTuning(spec.use(), given, free, maker(source, stage));
  }

  private PolicyMaker maker(PolicySource source, int stage) {
    PolicyLoader loader = loader(stage);
    OptionalInt classes = OptionalInt.of(project.manifest().classes().size());
    return new PolicyMaker() {
      @Override
      public Policy make(Map<String, Double> values) {
        return maker(values).get();
      }

      @Override
      public Supplier<Policy> maker(Map<String, Double> values) {
        return loader.maker(source, values, classes);
      }
    };
  }

  private PolicyLoader loader(int stage) {
    PolicyLoader loader = new PolicyLoader(new PolicyTranslator());
    boolean last = stage == project.manifest().stages().size() - 1;
    return last ? loader.behindLastStage() : loader;
  }

  /** For all classes, or class by class. */
  private static boolean gives(Map<String, Double> values, String parameter) {
    return values.keySet().stream()
        .anyMatch(key -> key.equals(parameter) || key.startsWith(parameter + "["));
  }

  private static StageTuning accepting() {
    return StageTuning.fixed(ACCEPT, Map.of(), values -> scores -> Verdict.ACCEPT);
  }
}
