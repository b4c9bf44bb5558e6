package dev.upcall.training.branch;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.Fit;
import dev.upcall.training.fit.FitListener;
import dev.upcall.training.fit.FitSettings;
import dev.upcall.training.mel.Features;
import dev.upcall.training.mel.HeadRefit;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.Score;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The branches of one member, trained after it: weights from TRAIN; classes, the epoch to keep and
 * the head's L2 chosen on SELECT.
 */
public final class BranchPhase {
  private final String member;
  private final Architecture trunk;
  private final Weights frozen;
  private final LinearHead exit;
  private final FitSettings settings;
  private final NDManager manager;
  private final FitListener listener;
  private final Consumer<String> progress;

  /**
   * @param frozen weights of the member, and of others
   * @param exit the member's own head
   * @param listener hears of every epoch
   * @param progress hears what is done outside of them
   */
  public BranchPhase(
      String member,
      Architecture trunk,
      Weights frozen,
      LinearHead exit,
      FitSettings settings,
      NDManager manager,
      FitListener listener,
      Consumer<String> progress) {
    this.member = member;
    this.trunk = trunk;
    this.frozen = frozen;
    this.exit = exit;
    this.settings = settings;
    this.manager = manager;
    this.listener = listener;
    this.progress = progress;
  }

  /**
   * Trains one branch.
   *
   * @param memberSelect the member's own features of {@code select}
   * @param test samples for the report alone; opened once all is chosen
   */
  public Result train(
      Branch branch,
      Samples train,
      Samples select,
      Features memberSelect,
      Samples test,
      long seed) {
    List<Integer> classes =
        branch.hard() == 0
            ? IntStream.range(0, exit.classes()).boxed().toList()
            : HardClasses.of(exit, memberSelect, branch.hard());
    BranchNetwork network =
        new BranchNetwork(member, trunk, branch, train.shape(), classes.size(), frozen);
    try (Weights weights = new Weights(manager, seed)) {
      network.declare(weights);
      Samples learnt = train.only(classes);
      Samples chosenBy = select.only(classes);
      BranchObjective objective = new BranchObjective(network, weights);
      if (branch.trains()) {
        new Fit(network.path(), objective, settings, learnt, chosenBy, seed).run(manager, listener);
      }
      progress.accept("fitting the head of branch " + network.path());
      Features check = objective.features(manager, chosenBy);
      HeadRefit.Refit head =
          new HeadRefit(manager, classes.size())
              .fitExit(objective.features(manager, learnt), check);
      Features tested = objective.features(manager, test.only(classes));
      return new Result(
          new TrainedBranch(branch, network.path(), classes, weights.snapshot(), head, check),
          weights.trained(),
          branch.macs(trunk, train.shape()) + head.head().weight().length,
          Score.of(head.head(), tested));
    }
  }

  /**
   * A branch and what the report says of it.
   *
   * @param parameters of the branch with its head, its member's apart
   * @param macs for one sample beyond its member's up to the branch
   * @param test score on TEST's samples of its classes
   */
  public record Result(TrainedBranch trained, long parameters, long macs, Score test) {}
}
