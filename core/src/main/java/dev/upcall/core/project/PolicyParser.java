package dev.upcall.core.project;

import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A policy with its parameters, as a file names it: which parameters it has, its source says. */
public final class PolicyParser {
  private static final double MAX_PARAMETER = 1e9;
  private static final Set<String> NO_PARAMETERS = Set.of("use", "on", "of", "pushed");

  private PolicyParser() {}

  /**
   * Keys other than {@code use}, {@code on}, {@code pushed} and {@code of}, the policy wrapped, are
   * the policy's parameters; a list has a value per class. What is wrong is reported.
   */
  public static PolicySpec parse(YamlMap map) {
    YamlValue use = map.get("use");
    String name = use.text();
    if (name.endsWith(".java")) {
      ProjectPath.inside(use);
    } else if (!name.isEmpty() && !Names.isIdentifier(name)) {
      use.wrongValue("the name of a built-in policy, or a .java file of the project");
    }
    Map<String, Double> parameters = new LinkedHashMap<>();
    List<String> tuned = new ArrayList<>();
    for (String key : map.keys()) {
      YamlValue value = map.get(key);
      if (NO_PARAMETERS.contains(key)) {
        continue;
      }
      Names.parameter(key, value);
      if (value.isText() && value.text().equals("tuned")) {
        tuned.add(key);
      } else {
        parameters.putAll(Tuned.numbers(key, value, MAX_PARAMETER));
      }
    }
    List<String> pushed =
        new ArrayList<>(map.find("pushed").map(PolicyParser::pushed).orElse(List.of()));
    Optional<PolicySpec> of = map.find("of").map(inner -> parse(inner.map()));
    of.ifPresent(
        inner -> {
          inner.parameters().forEach((key, value) -> parameters.put("of." + key, value));
          inner.tuned().forEach(key -> tuned.add("of." + key));
          inner.pushed().forEach(key -> pushed.add("of." + key));
        });
    return new PolicySpec(name, map.find("on").map(YamlValue::text), parameters, tuned, pushed, of);
  }

  /** Names of parameters, each once; which there are, the policy's source says. */
  private static List<String> pushed(YamlValue list) {
    List<String> names = new ArrayList<>();
    for (YamlValue value : list.list()) {
      Names.parameter(value.text(), value);
      if (names.contains(value.text())) {
        value.wrongValue("each parameter once");
      }
      names.add(value.text());
    }
    return names;
  }
}
