package dev.upcall.training.settings;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Layer;
import dev.upcall.training.branch.Branch;
import dev.upcall.training.data.PictureShape;
import dev.upcall.training.fit.FitNames;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Section {@code members} of {@code training.yaml}: an architecture for each of the manifest's, and
 * the branches it gets.
 */
final class MemberSettings {
  private final Manifest manifest;
  private final Diagnostics diagnostics;
  private final NetworkSettings networks = new NetworkSettings();
  private final SortedMap<String, List<Branch>> branches = new TreeMap<>();

  MemberSettings(Manifest manifest, Diagnostics diagnostics) {
    this.manifest = manifest;
    this.diagnostics = diagnostics;
  }

  SortedMap<String, Architecture> read(YamlMap map) {
    SortedMap<String, Architecture> members = new TreeMap<>();
    for (String name : map.keys()) {
      if (FitNames.contains(name)) {
        map.get(name)
            .report(
                Diagnostic.of(TrainingCode.MEMBER_NAME, name)
                    .need("another name: the fit of several members has this one")
                    .fix("call it otherwise, in ensemble.yaml too"));
      } else if (manifest.members().containsKey(name)) {
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

  /** By member, once {@link #read} has been called; members without branches are absent. */
  SortedMap<String, List<Branch>> branches() {
    return new TreeMap<>(branches);
  }

  private Architecture architecture(String member, YamlValue value) {
    YamlMap map = value.map();
    Architecture architecture = networks.read(map, "branches");
    try {
      architecture.features(PictureShape.of(manifest.input()));
      map.find("branches")
          .ifPresent(
              section -> branches.put(member, branches(member, architecture, section.map())));
    } catch (IllegalArgumentException e) {
      value.report(
          Diagnostic.of(TrainingCode.TOO_SMALL, member)
              .found("%s, on a sample %s", e.getMessage(), manifest.input().shape())
              .fix("lower stages or stride"));
    }
    return architecture;
  }

  private List<Branch> branches(String memberName, Architecture member, YamlMap section) {
    SortedSet<String> taken =
        new TreeSet<>(
            List.of(
                "input",
                OnnxGraph.LOGITS,
                "coarse",
                "partialLogits",
                features(memberName),
                FitNames.QUANTIZED));
    List<Branch> read = new ArrayList<>();
    for (String name : section.keys()) {
      YamlValue value = section.get(name);
      if (!name.matches("[A-Za-z][A-Za-z0-9_]{0,63}") || taken.contains(name)) {
        value.report(
            Diagnostic.of(TrainingCode.BRANCH_NAME, name)
                .need("a letter, then letters, digits and _, 64 at most; none of %s", taken));
        continue;
      }
      YamlMap map = value.map();
      List<Layer> layers = layers(map);
      if (map.find("hard").isEmpty()) {
        map.find("main").ifPresent(main -> main.wrongValue("only beside hard"));
      }
      Branch branch =
          new Branch(
              name,
              (int) map.get("after").integer(1, member.layers().size()),
              map.find("adaptive").map(v -> (int) v.integer(1, 4096)).orElse(0),
              layers,
              map.find("hard").map(v -> (int) v.integer(2, manifest.classes().size())).orElse(0),
              map.find("main").map(v -> main(v, read)).orElse(""));
      try {
        branch.macs(member, PictureShape.of(manifest.input()));
        read.add(branch);
      } catch (IllegalArgumentException e) {
        value.report(
            Diagnostic.of(TrainingCode.TOO_SMALL, name)
                .found("%s", e.getMessage())
                .fix("lower stages or stride, or branch off earlier"));
      }
    }
    return read;
  }

  /** Name of an exit that is trained before. */
  private static String main(YamlValue value, List<Branch> before) {
    List<String> exits =
        before.stream().filter(branch -> branch.hard() == 0).map(Branch::name).toList();
    if (!exits.contains(value.text())) {
      value.report(SettingsLoader.unknown("side exit above this branch", value.text(), exits));
    }
    return value.text();
  }

  /** None where no architecture is named: a head alone. */
  private List<Layer> layers(YamlMap map) {
    String[] own = {"after", "adaptive", "hard", "main"};
    if (map.find("architecture").isPresent()) {
      return networks.read(map, own).layers();
    }
    map.allow(Stream.concat(Stream.of("architecture"), Stream.of(own)).toArray(String[]::new));
    return List.of();
  }

  /** The member's output of features, which every export has. */
  private String features(String member) {
    return manifest.members().get(member).features().orElse("gap");
  }
}
