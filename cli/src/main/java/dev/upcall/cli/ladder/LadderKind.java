package dev.upcall.cli.ladder;

import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Manifest.StageSpec;
import java.util.List;

/** What a ladder is an instance of, as tables and rows call it. */
public final class LadderKind {
  private LadderKind() {}

  /**
   * {@code meanet}: a stage for some classes alone; {@code mel}: several members; {@code eehi}:
   * exits of one member; {@code hi}: one stage.
   */
  public static String of(Manifest manifest) {
    List<StageSpec> stages = manifest.stages();
    if (stages.stream().anyMatch(stage -> !stage.classes().isEmpty())) {
      return "meanet";
    }
    if (stages.stream().flatMap(stage -> stage.run().stream()).distinct().count() > 1) {
      return "mel";
    }
    return stages.size() == 1 ? "hi" : "eehi";
  }
}
