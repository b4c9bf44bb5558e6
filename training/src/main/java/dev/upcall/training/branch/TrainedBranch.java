package dev.upcall.training.branch;

import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.mel.Features;
import dev.upcall.training.mel.HeadRefit.Refit;
import java.util.List;

/**
 * A branch that is done.
 *
 * @param path where its weights' names begin
 * @param classes indices of those that its logits stand for, in their order
 * @param head refitted to its clean features
 * @param check clean features of SELECT's samples of these classes, to check the export by
 */
public record TrainedBranch(
    Branch branch,
    String path,
    List<Integer> classes,
    Snapshot weights,
    Refit head,
    Features check) {
  public TrainedBranch {
    classes = List.copyOf(classes);
  }
}
