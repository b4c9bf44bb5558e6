package dev.upcall.cli.push;

import dev.upcall.cli.CliCode;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.compiler.decision.PushedValue;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Tuned;
import dev.upcall.host.push.StageValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is pushed to a project's devices: the values that its manifest and {@code tuned.yaml} have
 * now, or others, of the parameters that the manifest says may be pushed.
 *
 * @param values in the order of the wire
 */
public record PushValues(List<StageValue> values) {
  public PushValues {
    values = List.copyOf(values);
  }

  /** As they are. */
  public List<Float> floats() {
    return values.stream().map(StageValue::value).toList();
  }

  /** Whether a project has parameters that may be pushed. */
  public static boolean any(Project project) {
    return project.manifest().stages().stream()
        .flatMap(stage -> stage.policy().stream())
        .anyMatch(policy -> !policy.pushed().isEmpty());
  }

  /**
   * Those of a project.
   *
   * @param settings {@code stage.parameter=value}, in the place of what the project has; without
   *     {@code stage.} where parameters of one stage alone may be pushed
   * @throws dev.upcall.core.diagnostic.UpcallException UP5019 where none may be pushed, UP5002 for
   *     a setting of something else, UP24xx for values that a policy does not take
   */
  public static PushValues of(Project project, List<String> settings) {
    Map<Integer, PolicySpec> stages = new TreeMap<>();
    for (int k = 0; k < project.manifest().stages().size(); k++) {
      Optional<PolicySpec> policy = project.manifest().stages().get(k).policy();
      if (policy.isPresent() && !policy.get().pushed().isEmpty()) {
        stages.put(k, policy.get());
      }
    }
    if (stages.isEmpty()) {
      throw Diagnostic.of(CliCode.NOTHING_PUSHED, project.manifest().name())
          .at("ensemble.yaml: device.stages")
          .need("a policy with pushed: [...], compiled into the devices' firmware")
          .fix("for example policy: {use: Threshold, theta: tuned, pushed: [theta]}")
          .toException();
    }
    Map<Integer, Map<String, Double>> given = new TreeMap<>();
    stages.keySet().forEach(k -> given.put(k, new TreeMap<>(Tuned.parameters(project, k))));
    settings.forEach(setting -> Setting.of(setting, stages).apply(given));
    List<StageValue> values = new ArrayList<>();
    PolicyTranslator translator = new PolicyTranslator();
    int classes = project.manifest().classes().size();
    stages.forEach(
        (k, spec) -> {
          PolicySource source = PolicySource.find(spec, project.folder());
          PushedValue.of(translator, source, spec.pushed(), given.get(k), classes)
              .forEach(value -> values.add(new StageValue(k, value.name(), value.value())));
        });
    return new PushValues(values);
  }

  /** {@code stage.parameter=value} of the command line. */
  private record Setting(int stage, String name, double value) {
    static Setting of(String text, Map<Integer, PolicySpec> stages) {
      String key = text.substring(0, Math.max(0, text.indexOf('=')));
      boolean staged = key.matches("\\d{1,3}\\..+");
      String name = staged ? key.substring(key.indexOf('.') + 1) : key;
      int stage =
          staged
              ? Integer.parseInt(key.substring(0, key.indexOf('.')))
              : stages.size() == 1 ? stages.keySet().iterator().next() : -1;
      boolean known =
          stages.containsKey(stage)
              && stages.get(stage).pushed().contains(name.replaceFirst("\\[\\d+]$", ""));
      Optional<Double> value = number(text.substring(text.indexOf('=') + 1));
      if (!known || value.isEmpty()) {
        throw Diagnostic.of(CliCode.BAD_OPTION)
            .at("--set")
            .found("\"%s\"", text)
            .need("stage.parameter=number, of %s", names(stages))
            .toException();
      }
      return new Setting(stage, name, value.get());
    }

    private static Optional<Double> number(String text) {
      try {
        return Optional.of(Double.valueOf(text));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    private static String names(Map<Integer, PolicySpec> stages) {
      List<String> names = new ArrayList<>();
      stages.forEach((k, spec) -> spec.pushed().forEach(name -> names.add(k + "." + name)));
      return String.join(", ", names);
    }

    /** One value for all classes takes the place of those for each. */
    void apply(Map<Integer, Map<String, Double>> given) {
      Map<String, Double> values = given.get(stage);
      values.keySet().removeIf(key -> key.startsWith(name + "["));
      values.put(name, value);
    }
  }
}
