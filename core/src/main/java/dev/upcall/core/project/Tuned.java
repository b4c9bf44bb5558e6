package dev.upcall.core.project;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.file.AtomicFile;
import dev.upcall.core.yaml.YamlFile;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code tuned.yaml}: the values of the parameters that the manifest calls {@code tuned}. It lies
 * beside the models of its fold and is written by the tuner; the manifest stays the user's own.
 *
 * <pre>
 * provenance: {target: "accuracy 0.98", split: tune}
 * stages:
 *   0: {beta: -4.6, w1: 5.9, w2: -3.0}
 *   1: {theta: [0.9, 0.8, 0.95]}
 * </pre>
 *
 * @param provenance what the values were tuned for, and on what; free texts without dates, so that
 *     the same tuning gives the same file
 * @param stages by the stage's index in the manifest: parameter to value; of a parameter with a
 *     value per class, {@code name[index]} to each
 */
public record Tuned(Map<String, String> provenance, Map<Integer, Map<String, Double>> stages) {
  private static final String FILE = "tuned.yaml";

  public Tuned {
    Map<String, String> origin = new LinkedHashMap<>(provenance);
    origin.values().removeIf(String::isBlank);
    provenance = Collections.unmodifiableMap(origin);
    Map<Integer, Map<String, Double>> copy = new TreeMap<>();
    stages.forEach(
        (stage, values) -> copy.put(stage, Collections.unmodifiableMap(new TreeMap<>(values))));
    stages = Collections.unmodifiableMap(copy);
    for (Map<String, Double> values : stages.values()) {
      values.forEach(Tuned::checkFinite);
    }
  }

  private static void checkFinite(String parameter, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(parameter + " is " + value);
    }
  }

  /** Values of a stage, empty if it has none. */
  public Map<String, Double> stage(int index) {
    return stages.getOrDefault(index, Map.of());
  }

  /**
   * The parameters of the policy behind a stage as device and host use them: what the manifest
   * gives, and from {@code tuned.yaml} what it calls tuned.
   *
   * @param stage index of a stage that has a policy
   */
  public static Map<String, Double> parameters(Project project, int stage) {
    Manifest.PolicySpec spec = project.manifest().stages().get(stage).policy().orElseThrow();
    Map<String, Double> values = new TreeMap<>();
    if (!spec.tuned().isEmpty()) {
      load(project).ifPresent(tuned -> values.putAll(tuned.stage(stage)));
    }
    values.putAll(spec.parameters());
    return values;
  }

  /**
   * The fold's tuned values, empty if it has not been tuned yet.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if the file is damaged, or names a stage
   *     that the manifest does not have
   */
  public static Optional<Tuned> load(Project project) {
    Path path = project.resolve(FILE);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    Diagnostics diagnostics = new Diagnostics();
    YamlMap root = new YamlFile(path, diagnostics).read().allow("provenance", "stages");
    Map<String, String> provenance = new LinkedHashMap<>();
    YamlMap origin = root.get("provenance").map();
    origin.keys().forEach(key -> provenance.put(key, origin.get(key).text()));
    Map<Integer, Map<String, Double>> stages = new TreeMap<>();
    YamlMap list = root.get("stages").map();
    for (String key : list.keys()) {
      YamlValue value = list.get(key);
      stageIndex(key, value, project).ifPresent(index -> stages.put(index, values(value.map())));
    }
    diagnostics.throwIfAny();
    return Optional.of(new Tuned(provenance, stages));
  }

  private static Optional<Integer> stageIndex(String key, YamlValue at, Project project) {
    int count = project.manifest().stages().size();
    if (key.matches("\\d{1,3}") && Integer.parseInt(key) < count) {
      return Optional.of(Integer.valueOf(key));
    }
    at.report(
        Diagnostic.of(ProjectCode.TUNED)
            .found("stage \"%s\"", key)
            .need("0 to %d, the index of a stage in ensemble.yaml", count - 1)
            .fix("tune again (upcall tune)"));
    return Optional.empty();
  }

  private static Map<String, Double> values(YamlMap map) {
    Map<String, Double> values = new TreeMap<>();
    for (String parameter : map.keys()) {
      values.putAll(numbers(parameter, map.get(parameter), Double.MAX_VALUE));
    }
    return values;
  }

  /** A number under its key, or the numbers of a list under {@code key[0]}, {@code key[1]}, ... */
  static Map<String, Double> numbers(String key, YamlValue value, double greatest) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (value.isList()) {
      for (YamlValue element : value.list()) {
        numbers.put(key + "[" + numbers.size() + "]", element.number(-greatest, greatest));
      }
    } else {
      numbers.put(key, value.number(-greatest, greatest));
    }
    return numbers;
  }

  /**
   * Writes the values beside the fold's models. The file is moved into place, so that no reader
   * sees half of it.
   */
  public void save(Project project) {
    Path path = project.resolve(FILE);
    try {
      AtomicFile.write(path, text());
    } catch (IOException e) {
      throw Diagnostic.of(ProjectCode.NOT_WRITABLE, FILE)
          .at("%s", path)
          .found("%s", e.getMessage())
          .toException();
    }
  }

  private String text() {
    StringBuilder out = new StringBuilder("# Written by upcall tune; ensemble.yaml is yours.\n");
    out.append(provenance.isEmpty() ? "provenance: {}\n" : "provenance:\n");
    provenance.forEach(
        (key, value) ->
            out.append("  ").append(key).append(": ").append(quoted(value)).append('\n'));
    out.append(stages.isEmpty() ? "stages: {}\n" : "stages:\n");
    stages.forEach(
        (stage, values) -> {
          out.append("  ").append(stage).append(values.isEmpty() ? ": {}\n" : ":\n");
          values.forEach(
              (key, value) ->
                  out.append("    ").append(key).append(": ").append(value).append('\n'));
        });
    return out.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''").replaceAll("\\p{Cntrl}", " ") + "'";
  }
}
