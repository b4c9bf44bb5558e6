package dev.upcall.training.branch;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Chain;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.Checkpoints;
import dev.upcall.training.fit.Fit;
import dev.upcall.training.fit.FitListener;
import dev.upcall.training.fit.FitSettings;
import dev.upcall.training.mel.Features;
import dev.upcall.training.mel.HeadRefit;
import dev.upcall.training.mel.LinearHead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Checkpoints checkpoints;
  private final FitListener listener;
  private final Consumer<String> progress;
  private final Map<String, TrainedBranch> done = new HashMap<>();

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
      Checkpoints checkpoints,
      FitListener listener,
      Consumer<String> progress) {
    this.member = member;
    this.trunk = trunk;
    this.frozen = frozen;
    this.exit = exit;
    this.settings = settings;
    this.manager = manager;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.progress = progress;
  }

  /**
   * Trains one branch and fits its head. One whose main block is another branch comes after that.
   *
   * @param memberSelect the member's own features of {@code select}
   * @param learnt the branch's weights where it was trained together with its member; only its head
   *     is fitted then
   */
  public Result train(
      Branch branch,
      Samples train,
      Samples select,
      Features memberSelect,
      Optional<Snapshot> learnt,
      long seed) {
    List<Integer> classes =
        branch.hard() == 0
            ? IntStream.range(0, exit.classes()).boxed().toList()
            : hardClasses(branch, memberSelect);
    BranchNetwork network = network(branch, train.shape(), classes.size());
    try (Weights weights = new Weights(manager, seed)) {
      network.declare(weights);
      Samples known = train.only(classes);
      Samples chosenBy = select.only(classes);
      BranchObjective objective = new BranchObjective(network, weights);
      if (learnt.isPresent()) {
        weights.restore(learnt.get());
      } else if (branch.trains()) {
        new Fit(network.path(), objective, settings, known, chosenBy, seed)
            .run(manager, checkpoints, listener);
      }
      progress.accept("fitting the head of branch " + network.path());
      Features check = objective.features(manager, chosenBy);
      HeadRefit.Refit head =
          new HeadRefit(manager, classes.size()).fitExit(objective.features(manager, known), check);
      long trunkMacs = Chain.macs(trunk.first(branch.after()), train.shape());
      long macs = branch.macs(trunk, train.shape()) + head.head().weight().length;
      TrainedBranch trained =
          new TrainedBranch(branch, network.path(), classes, weights.snapshot(), head, check);
      done.put(branch.name(), trained);
      return new Result(trained, weights.trained(), new Block(branch.name(), trunkMacs, macs));
    }
  }

  private List<Integer> hardClasses(Branch branch, Features memberSelect) {
    if (branch.main().isEmpty()) {
      return HardClasses.of(exit, memberSelect, branch.hard());
    }
    TrainedBranch main = done.get(branch.main());
    return HardClasses.of(main.head().head(), main.check(), branch.hard());
  }

  private BranchNetwork network(Branch branch, MapShape input, int classes) {
    return new BranchNetwork(member, trunk, branch, input, classes, frozen);
  }

  /**
   * What a trained branch says of samples, of classes that it does not know too.
   *
   * @return [N][classes of the branch]
   */
  public float[][] logits(TrainedBranch trained, Samples samples) {
    BranchNetwork network = network(trained.branch(), samples.shape(), trained.classes().size());
    try (Weights weights = new Weights(manager, 0)) {
      network.declare(weights);
      weights.restore(trained.weights());
      Features features = new BranchObjective(network, weights).features(manager, samples);
      return trained.head().head().logits(features);
    }
  }

  /**
   * A branch and what the report says of it.
   *
   * @param parameters of the branch with its head, its member's apart
   * @param block its name and work, its head's included
   */
  public record Result(TrainedBranch trained, long parameters, Block block) {}
}
