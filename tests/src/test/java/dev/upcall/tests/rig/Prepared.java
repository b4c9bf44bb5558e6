package dev.upcall.tests.rig;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.project.OfflineLadder.Outcome;
import dev.upcall.tests.project.SyntheticProject;
import java.nio.file.Path;
import java.util.List;

/**
 * A project on disk, tuned, with its test samples and what has to come of them.
 *
 * @param raw test samples as a sensor gives them
 * @param expected by sample
 */
public record Prepared(Project project, List<byte[]> raw, List<Outcome> expected) {
  public static Prepared of(SyntheticProject synthetic, Path folder) {
    return of(synthetic.write(folder));
  }

  public static Prepared of(Project project) {
    OfflineLadder ladder = new OfflineLadder(project);
    ladder.tune();
    List<byte[]> raw = ladder.raw(Split.TEST);
    return new Prepared(project, raw, ladder.run(raw));
  }

  /** The raw sample that an outcome came from. */
  public byte[] raw(Outcome outcome) {
    return raw.get(expected.indexOf(outcome));
  }
}
