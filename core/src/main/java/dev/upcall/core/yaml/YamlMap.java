package dev.upcall.core.yaml;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A mapping of a YAML file, its keys in the order written. */
public final class YamlMap {
  private final YamlFile file;
  private final String path;
  private final MappingNode node;
  private final Map<String, YamlValue> values = new LinkedHashMap<>();

  /**
   * @param path dotted keys that lead here, for error texts
   * @param node null stands for a mapping whose lack has been reported already
   */
  YamlMap(YamlFile file, String path, MappingNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
    if (node != null) {
      node.getValue().forEach(this::put);
    }
  }

  private void put(NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      report(Diagnostic.of(YamlCode.WRONG_TYPE, "a key").need("a plain word as key"));
      return;
    }
    String name = key.getValue();
    if (values.put(name, new YamlValue(file, pathOf(name), tuple.getValueNode())) != null) {
      file.diagnostics()
          .add(Diagnostic.of(YamlCode.DUPLICATE_KEY, name).at(file.where(tuple.getKeyNode())));
    }
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  public Set<String> keys() {
    return values.keySet();
  }

  /** The value of a key that has to be there; its lack is reported. */
  public YamlValue get(String key) {
    YamlValue value = values.get(key);
    if (value == null) {
      if (node != null) {
        report(
            Diagnostic.of(YamlCode.MISSING_KEY, pathOf(key))
                .found("keys %s", String.join(", ", values.keySet())));
      }
      return new YamlValue(file, pathOf(key), null);
    }
    return value;
  }

  public Optional<YamlValue> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Reports every key that is none of these, with the nearest that is. */
  public YamlMap allow(String... known) {
    List<String> names = List.of(known);
    for (Map.Entry<String, YamlValue> entry : values.entrySet()) {
      if (!names.contains(entry.getKey())) {
        Diagnostic diagnostic =
            Diagnostic.of(YamlCode.UNKNOWN_KEY, entry.getKey())
                .need("one of %s", String.join(", ", names));
        entry.getValue().report(Nearest.suggest(diagnostic, entry.getKey(), names));
      }
    }
    return this;
  }

  /** Adds a diagnostic that concerns the mapping as a whole, at its first line. */
  public void report(Diagnostic diagnostic) {
    if (node != null) {
      file.diagnostics().add(diagnostic.at(file.where(node)));
    }
  }
}
