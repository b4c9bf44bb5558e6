package dev.upcall.training.settings;

import dev.upcall.core.project.Manifest;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.training.mel.Coarse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Section {@code coarse} of the settings: groups of classes, and whose exits learn them. */
final class CoarseSection {
  private final Manifest manifest;

  CoarseSection(Manifest manifest) {
    this.manifest = manifest;
  }

  /** Reads it; every class has to be in one group, and there have to be two groups at least. */
  Coarse read(YamlValue section) {
    YamlMap map = section.map().allow("groups", "members");
    YamlValue written = map.get("groups");
    YamlMap groups = written.map();
    List<String> names = List.copyOf(groups.keys());
    List<Integer> groupOf = new ArrayList<>(Collections.nCopies(manifest.classes().size(), -1));
    for (int g = 0; g < names.size(); g++) {
      for (YamlValue value : groups.get(names.get(g)).listOrOne()) {
        put(value, g, groupOf);
      }
    }
    if (!written.isAbsent() && (names.size() < 2 || groupOf.contains(-1))) {
      written.wrongValue(
          names.size() < 2
              ? "two groups at least"
              : "each class in a group, also " + manifest.classes().get(groupOf.indexOf(-1)));
    }
    return new Coarse(members(map), names, groupOf);
  }

  private void put(YamlValue value, int group, List<Integer> groupOf) {
    int index = manifest.classes().indexOf(value.text());
    if (index < 0) {
      value.report(SettingsLoader.unknown("class", value.text(), manifest.classes()));
    } else if (groupOf.set(index, group) >= 0) {
      value.wrongValue("each class in one group only");
    }
  }

  private List<String> members(YamlMap map) {
    List<String> known = List.copyOf(manifest.members().keySet());
    if (map.find("members").isEmpty()) {
      return known;
    }
    List<String> members = new ArrayList<>();
    for (YamlValue value : map.get("members").listOrOne()) {
      if (!known.contains(value.text())) {
        value.report(SettingsLoader.unknown("member", value.text(), known));
      }
      members.add(value.text());
    }
    return members;
  }
}
