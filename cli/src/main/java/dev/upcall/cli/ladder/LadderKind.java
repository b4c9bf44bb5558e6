package dev.upcall.cli.ladder;

import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Manifest.StageSpec;
import java.util.List;

/** What a ladder is an instance of, as tables and rows call it. */
public final class LadderKind {
  private LadderKind() {}

  /** {@code hi}: one stage; {@code eehi}: exits of one member; {@code mel}: several members. */
  public static String of(Manifest manifest) {
    List<StageSpec> stages = manifest.stages();
    if (stages.size() == 1) {
      return "hi";
    }
    return stages.stream().map(StageSpec::run).distinct().count() == 1 ? "eehi" : "mel";
  }
}
