package dev.upcall.training.settings;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Architectures;
import dev.upcall.training.arch.Knobs;
import dev.upcall.training.data.PictureShape;
import java.util.SortedMap;
import java.util.TreeMap;

/** Section {@code members} of {@code training.yaml}: an architecture for each of the manifest's. */
final class MemberSettings {
  private final Manifest manifest;
  private final Diagnostics diagnostics;
  private final Architectures architectures = Architectures.standard();

  MemberSettings(Manifest manifest, Diagnostics diagnostics) {
    this.manifest = manifest;
    this.diagnostics = diagnostics;
  }

  SortedMap<String, Architecture> read(YamlMap map) {
    SortedMap<String, Architecture> members = new TreeMap<>();
    for (String name : map.keys()) {
      if (manifest.members().containsKey(name)) {
        members.put(name, architecture(name, map.get(name)));
      } else {
        map.get(name).report(SettingsLoader.unknown("member", name, manifest.members().keySet()));
      }
    }
    for (String name : manifest.members().keySet()) {
      if (!map.keys().contains(name)) {
        diagnostics.add(
            Diagnostic.of(TrainingCode.MEMBERS_DIFFER, name)
                .found("members %s in training.yaml", map.keys())
                .need("an architecture for each member of ensemble.yaml")
                .fix("add it to the section members, or take it out of ensemble.yaml"));
      }
    }
    return members;
  }

  private Architecture architecture(String member, YamlValue value) {
    YamlMap map = value.map();
    map.allow("architecture", "width", "depth", "stages", "stride");
    YamlValue name = map.get("architecture");
    Knobs knobs =
        new Knobs(
            (int) map.get("width").integer(1, 4096),
            map.find("depth").map(v -> (int) v.integer(1, 100)).orElse(1),
            map.find("stages").map(v -> (int) v.integer(1, 8)).orElse(2),
            map.find("stride").map(v -> (int) v.integer(1, 8)).orElse(1));
    String known = name.isAbsent() ? "plain" : name.text();
    if (!architectures.names().contains(known)) {
      name.report(SettingsLoader.unknown("architecture", known, architectures.names()));
      known = "plain";
    }
    Architecture architecture = architectures.build(known, knobs);
    try {
      architecture.features(PictureShape.of(manifest.input()));
    } catch (IllegalArgumentException e) {
      value.report(
          Diagnostic.of(TrainingCode.TOO_SMALL, member)
              .found("%s, on a sample %s", e.getMessage(), manifest.input().shape())
              .fix("lower stages or stride"));
    }
    return architecture;
  }
}
