package dev.upcall.core.project;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Nearest;
import dev.upcall.core.project.Manifest.MemberSpec;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Section {@code heads}: for each subset of members the model that combines their features. */
final class HeadsParser {
  private final Map<String, MemberSpec> members;

  HeadsParser(Map<String, MemberSpec> members) {
    this.members = members;
  }

  /** Paths by sorted subset: {@code wide+deep} and {@code deep+wide} are the same key. */
  Map<String, String> parse(YamlMap map) {
    Map<String, String> heads = new LinkedHashMap<>();
    for (String key : map.keys()) {
      YamlValue value = map.get(key);
      List<String> names = List.of(key.split("\\+", -1));
      names.forEach(name -> checkMember(key, name, value));
      TreeSet<String> subset = new TreeSet<>(names);
      if (subset.size() < 2 || subset.size() < names.size()) {
        value.report(
            Diagnostic.of(ProjectCode.HEAD, key).need("two or more different members joined by +"));
      }
      if (heads.put(String.join("+", subset), ProjectPath.inside(value)) != null) {
        value.report(
            Diagnostic.of(ProjectCode.HEAD, key)
                .found("a second head for the same members")
                .need("one head for each subset, whatever the order of the names"));
      }
    }
    return heads;
  }

  private void checkMember(String head, String name, YamlValue at) {
    MemberSpec member = members.get(name);
    if (member == null) {
      Diagnostic diagnostic =
          Diagnostic.of(ProjectCode.UNKNOWN_MEMBER, name)
              .found("head \"%s\"", head)
              .need("one of %s", String.join(", ", members.keySet()));
      at.report(Nearest.suggest(diagnostic, name, members.keySet()));
    } else if (member.features().isEmpty()) {
      at.report(
          Diagnostic.of(ProjectCode.HEAD, head)
              .found("member \"%s\" without features", name)
              .need("members with features")
              .fix("add \"features: gap\" to the member, or take it out of the head"));
    }
  }
}
