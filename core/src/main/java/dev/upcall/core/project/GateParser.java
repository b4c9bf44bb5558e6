package dev.upcall.core.project;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest.InputSpec;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.util.List;

/** {@code device.before}: the policy on the input, asked before the first stage. */
final class GateParser {
  private GateParser() {}

  /**
   * @param input that it is to see
   */
  static PolicySpec parse(YamlValue value, InputSpec input) {
    if (input.feed().equals("rows")) {
      value.report(
          Diagnostic.of(ProjectCode.STAGE)
              .found("a policy before the first stage, and an input that comes row by row")
              .need("the whole input: rows are computed as they come, before the last is there")
              .fix("feed: frame, or leave before away"));
    }
    YamlMap map = value.map();
    for (String key : List.of("on", "of", "pushed")) {
      map.find(key)
          .ifPresent(
              wrong ->
                  wrong.report(
                      Diagnostic.of(ProjectCode.STAGE)
                          .found("%s of the policy before the first stage", key)
                          .need("its use and its parameters: there are no scores to look at yet")));
    }
    PolicySpec policy = PolicyParser.parse(map);
    for (String name : policy.tuned()) {
      value.report(
          Diagnostic.of(ProjectCode.STAGE)
              .found("%s: tuned before the first stage", name)
              .need("a number: the tuner finds parameters of policies behind stages alone")
              .fix("compare some values by upcall evaluate"));
    }
    return policy;
  }
}
