package dev.upcall.core.project;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Nearest;
import dev.upcall.core.project.Manifest.HostSpec;
import dev.upcall.core.project.Manifest.StageSpec;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sections {@code device} and {@code host}: the stages, and what answers above them. */
final class LadderParser {
  private static final int DEFAULT_DEADLINE_MS = 1000;
  private static final int MAX_DEADLINE_MS = 3_600_000;

  /** The wire carries the stage in one byte, 0 meaning the input. */
  private static final int MAX_STAGES = 255;

  /** Members of one stage whose logits can be averaged in 32 bits. */
  private static final int MAX_TOGETHER = 16;

  private final Set<String> members;
  private final List<String> classes;

  LadderParser(Set<String> members, List<String> classes) {
    this.members = members;
    this.classes = classes;
  }

  List<StageSpec> device(YamlMap map) {
    map.allow("before", "stages", "send");
    YamlValue list = map.get("stages");
    List<StageSpec> stages = new ArrayList<>();
    List<YamlValue> values = list.list();
    StageOrder order = new StageOrder();
    for (YamlValue value : values) {
      StageSpec stage = stage(value.map());
      stages.add(stage);
      order.next(stage).ifPresent(value::report);
      if (stages.size() < values.size() && stage.policy().isEmpty()) {
        value.report(
            Diagnostic.of(ProjectCode.STAGE)
                .found("stage %d without a policy", stages.size() - 1)
                .need("a policy behind every stage but the last, or the next never runs"));
      }
    }
    if (list.isList() && (stages.isEmpty() || stages.size() > MAX_STAGES)) {
      list.report(
          Diagnostic.of(ProjectCode.STAGE)
              .found("%d stages", stages.size())
              .need("1 to %d stages", MAX_STAGES));
    }
    return stages;
  }

  /** What the device's upcalls carry. */
  static Send send(YamlMap device) {
    return device.find("send").map(value -> Send.of(value.choice(Send.words()))).orElse(Send.INPUT);
  }

  private StageSpec stage(YamlMap map) {
    map.allow("run", "exit", "classes", "policy");
    YamlValue run = map.get("run");
    List<String> together = run.listOrOne().stream().map(this::member).toList();
    if (run.isList() && (together.size() < 2 || together.size() > MAX_TOGETHER)) {
      run.report(
          Diagnostic.of(ProjectCode.STAGE)
              .found("%d members in one stage", together.size())
              .need("a member, or a list of 2 to %d", MAX_TOGETHER));
    }
    for (String key : List.of("exit", "classes")) {
      map.find(key)
          .filter(value -> run.isList())
          .ifPresent(
              value ->
                  value.report(
                      Diagnostic.of(ProjectCode.STAGE)
                          .found("%s of a stage of several members", key)
                          .need("one member, or all their ends, with scores of all classes")));
    }
    return new StageSpec(
        together,
        map.find("exit").map(YamlValue::text),
        map.find("classes").map(this::some).orElse(List.of()),
        map.find("policy").map(policy -> PolicyParser.parse(policy.map())));
  }

  /** Some of the ladder's classes. */
  private List<String> some(YamlValue value) {
    List<String> some = new ArrayList<>();
    for (YamlValue item : value.list()) {
      String name = item.text();
      if (!name.isEmpty() && !classes.contains(name)) {
        Diagnostic diagnostic =
            Diagnostic.of(ProjectCode.CLASSES)
                .found("class \"%s\"", name)
                .need("one of %s", String.join(", ", classes));
        item.report(Nearest.suggest(diagnostic, name, classes));
      } else if (some.contains(name)) {
        item.report(
            Diagnostic.of(ProjectCode.CLASSES).found("class \"%s\" twice", name).need("each once"));
      }
      some.add(name);
    }
    if (value.isList() && some.size() < 2) {
      value.report(
          Diagnostic.of(ProjectCode.CLASSES)
              .found("%d classes", some.size())
              .need("2 or more: of one class there is nothing to decide"));
    }
    return some;
  }

  HostSpec host(YamlMap map) {
    map.allow("members", "combine");
    YamlValue list = map.get("members");
    List<String> running = new ArrayList<>();
    for (YamlValue value : list.list()) {
      String name = member(value);
      if (running.contains(name) && !name.isEmpty()) {
        value.report(Diagnostic.of(ProjectCode.COMBINE).found("member \"%s\" twice", name));
      }
      running.add(name);
    }
    if (list.isList() && running.isEmpty()) {
      list.report(Diagnostic.of(ProjectCode.COMBINE).found("no members").need("at least one"));
    }
    Optional<YamlMap> combine = map.find("combine").map(YamlValue::map);
    combine.ifPresent(fields -> fields.allow("order", "deadlineMs"));
    List<String> order =
        combine
            .flatMap(c -> c.find("order"))
            .map(LadderParser::order)
            .orElse(List.of("meanLogits"));
    int deadline =
        combine
            .flatMap(c -> c.find("deadlineMs"))
            .map(value -> (int) value.integer(1, MAX_DEADLINE_MS))
            .orElse(DEFAULT_DEADLINE_MS);
    return new HostSpec(running, order, deadline);
  }

  private static List<String> order(YamlValue value) {
    List<String> order = new ArrayList<>();
    value.list().forEach(item -> order.add(item.choice("heads", "meanLogits")));
    if (value.isList() && (order.isEmpty() || !order.get(order.size() - 1).equals("meanLogits"))) {
      value.report(
          Diagnostic.of(ProjectCode.COMBINE)
              .found("order %s", order)
              .need("meanLogits at the end, because it works for whatever members are alive"));
    }
    return order;
  }

  private String member(YamlValue value) {
    String name = value.text();
    if (!name.isEmpty() && !members.contains(name)) {
      Diagnostic diagnostic =
          Diagnostic.of(ProjectCode.UNKNOWN_MEMBER, name)
              .need("one of %s", String.join(", ", members));
      value.report(Nearest.suggest(diagnostic, name, members));
    }
    return name;
  }
}
