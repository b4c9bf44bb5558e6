package dev.upcall.core.project;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest.HostSpec;
import dev.upcall.core.project.Manifest.InputSpec;
import dev.upcall.core.project.Manifest.MemberSpec;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The manifest as a whole: names, classes and members here, the rest in a parser per section. */
final class ManifestParser {
  /** The device answers with a class in one byte. */
  private static final int MAX_CLASSES = 256;

  private final YamlMap root;

  ManifestParser(YamlMap root) {
    this.root = root;
  }

  Manifest parse() {
    // How members are trained is read by the trainer, which alone knows its keys.
    root.allow(
        "name", "classes", "input", "data", "members", "heads", "device", "host", "training");
    String name = Names.project(root.get("name"));
    List<String> classes = classes(root.get("classes"));
    Map<String, MemberSpec> members = members(root.get("members").map());
    LadderParser ladder = new LadderParser(members.keySet(), classes);
    InputSpec input = new InputParser(root.get("input").map()).parse();
    YamlMap device = root.get("device").map();
    return new Manifest(
        name,
        classes,
        input,
        root.find("data").map(data -> new DataParser(data.map()).parse()),
        members,
        root.find("heads")
            .map(heads -> new HeadsParser(members).parse(heads.map()))
            .orElse(Map.of()),
        device.find("before").map(policy -> GateParser.parse(policy, input)),
        ladder.device(device),
        LadderParser.send(device),
        root.find("host")
            .map(host -> ladder.host(host.map()))
            .orElse(new HostSpec(List.of(), List.of(), 0)));
  }

  private static List<String> classes(YamlValue value) {
    List<YamlValue> items = value.list();
    if (value.isList() && (items.size() < 2 || items.size() > MAX_CLASSES)) {
      value.report(
          Diagnostic.of(ProjectCode.CLASSES)
              .found("%d classes", items.size())
              .need("2 to %d class names", MAX_CLASSES));
      return List.of();
    }
    List<String> classes = new ArrayList<>();
    for (YamlValue item : items) {
      String text = item.text();
      if (!text.isEmpty() && classes.contains(text)) {
        item.report(
            Diagnostic.of(ProjectCode.CLASSES).found("class \"%s\" twice", text).need("each once"));
      }
      classes.add(text);
    }
    return classes;
  }

  private static Map<String, MemberSpec> members(YamlMap map) {
    Map<String, MemberSpec> members = new LinkedHashMap<>();
    for (String key : map.keys()) {
      YamlValue value = map.get(key);
      Names.member(key, value);
      YamlMap fields = value.map().allow("model", "features");
      Optional<String> features = fields.find("features").map(YamlValue::text);
      members.put(key, new MemberSpec(ProjectPath.inside(fields.get("model")), features));
    }
    if (members.isEmpty()) {
      map.report(
          Diagnostic.of(ProjectCode.STAGE)
              .found("no members")
              .need("at least one, such as \"small: {model: members/small.onnx}\""));
    }
    return members;
  }
}
