package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Part;
import dev.upcall.compiler.Ladder.Stage;
import dev.upcall.core.project.Manifest.StageSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A manifest's stages by what they run.
 *
 * @param exits the members that run, each with its exits in the order of the stages
 */
record LadderStages(List<Stage> stages, Map<String, List<String>> exits) {
  /**
   * @param classes the ladder's
   */
  static LadderStages of(List<StageSpec> specs, List<String> classes) {
    Map<String, List<String>> exits = new LinkedHashMap<>();
    List<Stage> stages = new ArrayList<>();
    for (StageSpec spec : specs) {
      List<Part> parts = new ArrayList<>();
      for (String member : spec.run()) {
        List<String> known = exits.computeIfAbsent(member, name -> new ArrayList<>());
        String exit = spec.exit().orElse(Ladder.END);
        if (!known.contains(exit)) {
          known.add(exit);
        }
        parts.add(new Part(member, known.indexOf(exit)));
      }
      // Those that go on do so before others of the stage run over what they left.
      parts.sort(Comparator.comparing(Part::exit).reversed());
      stages.add(
          new Stage(parts, spec.classes().stream().map(classes::indexOf).toList(), spec.policy()));
    }
    return new LadderStages(stages, exits);
  }
}
