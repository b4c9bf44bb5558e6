package dev.upcall.core.project;

import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.yaml.YamlFile;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;

/**
 * Where a manifest says what turns out to be wrong only beside the models. The file is read again:
 * nobody else has use for its lines.
 */
public final class ManifestLines {
  private ManifestLines() {}

  /** {@code ensemble.yaml:18}, the first stage that takes its scores from this exit of a member. */
  public static String exit(Project project, String member, String exit) {
    YamlFile file =
        new YamlFile(project.folder().resolve(ProjectLoader.MANIFEST), new Diagnostics());
    YamlMap device = file.read().get("device").map();
    return device.get("stages").list().stream()
        .map(YamlValue::map)
        .filter(stage -> stage.get("run").listOrOne().get(0).text().equals(member))
        .flatMap(stage -> stage.find("exit").stream())
        .filter(value -> value.text().equals(exit))
        .map(YamlValue::where)
        .findFirst()
        .orElse(ProjectLoader.MANIFEST);
  }
}
