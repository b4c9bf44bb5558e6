package dev.upcall.training.settings;

import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.training.branch.Branch;
import dev.upcall.training.branch.ExitSettings;
import dev.upcall.training.branch.ExitSettings.Training;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Section {@code exits} of {@code training.yaml}: how the method {@code early-exit} trains. */
final class ExitSection {
  private static final ExitSettings STANDARD = ExitSettings.STANDARD;

  /** Names that {@code weights} may have: side exits, which know all classes. */
  private final List<String> exits;

  ExitSection(Collection<List<Branch>> branches) {
    exits =
        branches.stream()
            .flatMap(List::stream)
            .filter(branch -> branch.hard() == 0)
            .map(Branch::name)
            .distinct()
            .toList();
  }

  ExitSettings read(YamlMap map) {
    map.allow("train", "weight", "weights", "temperature", "soft");
    return new ExitSettings(
        map.find("train").map(ExitSection::training).orElse(STANDARD.training()),
        map.find("weight").map(value -> value.number(0, 100)).orElse(STANDARD.weight()),
        map.find("weights").map(value -> weights(value.map())).orElse(Map.of()),
        map.find("temperature").map(v -> v.number(0.1, 100)).orElse(STANDARD.temperature()),
        map.find("soft").map(value -> value.number(0, 1)).orElse(STANDARD.soft()));
  }

  private static Training training(YamlValue value) {
    String key = value.choice(Training.keys().toArray(String[]::new));
    return Training.valueOf(key.toUpperCase(Locale.ROOT));
  }

  private Map<String, Double> weights(YamlMap map) {
    Map<String, Double> weights = new TreeMap<>();
    for (String name : map.keys()) {
      YamlValue value = map.get(name);
      if (!exits.contains(name)) {
        value.report(SettingsLoader.unknown("exit", name, exits));
      }
      weights.put(name, value.number(0, 100));
    }
    return weights;
  }
}
