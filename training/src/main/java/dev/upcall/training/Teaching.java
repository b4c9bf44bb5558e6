package dev.upcall.training;

import dev.upcall.core.project.Project;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.PictureShape;
import dev.upcall.training.distil.FileTeacher;
import dev.upcall.training.distil.NetworkTeacher;
import dev.upcall.training.distil.Teacher;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.settings.TrainingSettings;
import java.util.Comparator;
import java.util.Set;

/**
 * Who the members learn from: a member that is trained before them, or a file.
 *
 * @param member name of the member; empty if it is none
 * @param file of the trained teacher, for one that is not trained now
 */
record Teaching(FoldFits fold, String member, String file) {
  /** As the settings say, else the member that computes the most. */
  static Teaching of(FoldFits fold) {
    TrainingSettings settings = fold.settings();
    Project project = fold.project();
    if (settings.distil().file().isPresent()) {
      return new Teaching(fold, "", settings.distil().file().get());
    }
    MapShape input = PictureShape.of(project.manifest().input());
    String member =
        settings
            .distil()
            .teacher()
            .orElseGet(
                () ->
                    settings.members().keySet().stream()
                        .max(
                            Comparator.comparingLong(
                                name -> settings.members().get(name).macs(input)))
                        .orElseThrow());
    return new Teaching(fold, member, project.manifest().members().get(member).model());
  }

  /**
   * The teacher.
   *
   * @param network what is trained now
   * @param weights of it; if the teacher is in it, trained already
   * @throws dev.upcall.core.diagnostic.UpcallException if its file is missing or does not fit
   */
  Teacher open(MelNetwork network, Weights weights) {
    return network.members().containsKey(member)
        ? new NetworkTeacher(
            network.only(Set.of(member)), weights, CleanExit.of(member, network, weights, fold))
        : FileTeacher.open(fold.project().resolve(file), network.input(), network.classes());
  }
}
