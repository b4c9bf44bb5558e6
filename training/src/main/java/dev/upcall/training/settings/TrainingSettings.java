package dev.upcall.training.settings;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.branch.Branch;
import dev.upcall.training.branch.ExitSettings;
import dev.upcall.training.fit.FitSettings;
import dev.upcall.training.mel.Subset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code training.yaml}, checked.
 *
 * @param only the members to train, none of the others is touched; empty: all
 * @param distil what the method {@code distil} does
 * @param quantization of members that will be integers; empty: none is tuned for it
 * @param samples of TRAIN to use, if there are more
 * @param limit samples of any split to use, if there are more
 * @param lambda weights of single terms of the joint loss by subset key, 1 for what is not named
 * @param members architecture by member name
 * @param branches by member name, in the order written; members without any are absent
 * @param branchEpochs passes over a branch's samples
 * @param exits how the method {@code early-exit} trains
 * @param heads of two members and more
 */
public record TrainingSettings(
    Method method,
    Set<String> only,
    DistilSettings distil,
    Optional<QuantSettings> quantization,
    FitSettings fit,
    int samples,
    int limit,
    Map<String, Double> lambda,
    SortedMap<String, Architecture> members,
    SortedMap<String, List<Branch>> branches,
    int branchEpochs,
    ExitSettings exits,
    HeadSettings heads) {
  public TrainingSettings {
    only = Collections.unmodifiableSet(new TreeSet<>(only));
    lambda = Collections.unmodifiableMap(new TreeMap<>(lambda));
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    branches = Collections.unmodifiableSortedMap(new TreeMap<>(branches));
  }

  /** The members to train. */
  public SortedMap<String, Architecture> trained() {
    SortedMap<String, Architecture> trained = new TreeMap<>(members);
    if (!only.isEmpty()) {
      trained.keySet().retainAll(only);
    }
    return trained;
  }

  /** Weight of a subset's cross-entropy in the joint loss. */
  public double lambda(Subset subset) {
    return lambda.getOrDefault(subset.key(), 1.0);
  }

  /** The branches of a member. */
  public List<Branch> branches(String member) {
    return branches.getOrDefault(member, List.of());
  }

  /** The side exits that a member is trained together with. */
  public List<Branch> joint(String member) {
    return method == Method.EARLY_EXIT && exits.training() != ExitSettings.Training.FROZEN
        ? branches(member).stream().filter(branch -> branch.hard() == 0).toList()
        : List.of();
  }

  /**
   * Refuses a method that is about branches where no member has one of its kind.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if so
   */
  public void requireBranches() {
    boolean hard = method == Method.MEANET;
    boolean found =
        trained().keySet().stream()
            .flatMap(member -> branches(member).stream())
            .anyMatch(branch -> hard == branch.hard() > 0);
    if ((hard || method == Method.EARLY_EXIT) && !found) {
      throw Diagnostic.of(TrainingCode.NO_BRANCH, method.key())
          .at("section members of the settings")
          .found("members %s", trained().keySet())
          .need(
              hard
                  ? "a branch with the key hard, for so many classes"
                  : "a branch without the key hard")
          .fix(
              "give a member branches: {%s}, see docs/training.md",
              hard ? "extension: {after: 3, adaptive: 16, hard: 5}" : "early: {after: 1}")
          .toException();
    }
  }

  /**
   * Refuses to fine-tune where nothing says which members, and for what.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if so
   */
  public void requireTuning() {
    if (method == Method.FINE_TUNE && quantization.isEmpty()) {
      throw Diagnostic.of(TrainingCode.NOTHING_TO_TUNE, method.key())
          .at("the settings")
          .need("a section quantizationAware")
          .fix("add quantizationAware: {}, which tunes the device's members; see docs/training.md")
          .toException();
    }
  }

  /** The schedule of a branch. */
  public FitSettings branchFit() {
    return fit.withEpochs(branchEpochs);
  }

  public TrainingSettings withMethod(Method newMethod) {
    return with(newMethod, only, fit, limit, branchEpochs);
  }

  /** The same for some members alone. */
  public TrainingSettings withOnly(Set<String> names) {
    return with(method, names, fit, limit, branchEpochs);
  }

  /** The same with at most {@code newLimit} samples of each split. */
  public TrainingSettings withLimit(int newLimit) {
    return with(method, only, fit, newLimit, branchEpochs);
  }

  /** The same with another number of epochs, for members and branches alike. */
  public TrainingSettings withEpochs(int epochs) {
    return with(method, only, fit.withEpochs(epochs), limit, epochs);
  }

  /** What a command line may replace. */
  private TrainingSettings with(
      Method newMethod, Set<String> names, FitSettings newFit, int newLimit, int newBranchEpochs) {
    return new TrainingSettings(
        newMethod,
        names,
        distil,
        quantization,
        newFit,
        samples,
        newLimit,
        lambda,
        members,
        branches,
        newBranchEpochs,
        exits,
        heads);
  }
}
