package dev.upcall.training.settings;

import dev.upcall.training.arch.Architecture;
import dev.upcall.training.branch.Branch;
import dev.upcall.training.fit.FitSettings;
import dev.upcall.training.mel.Subset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code training.yaml}, checked.
 *
 * @param samples of TRAIN to use, if there are more
 * @param limit samples of any split to use, if there are more
 * @param lambda weights of single terms of the joint loss by subset key; what is not named has the
 *     method's
 * @param members architecture by member name
 * @param branches by member name, in the order written; members without any are absent
 * @param branchEpochs passes over a branch's samples
 */
public record TrainingSettings(
    Method method,
    FitSettings fit,
    int samples,
    int limit,
    Map<String, Double> lambda,
    SortedMap<String, Architecture> members,
    SortedMap<String, List<Branch>> branches,
    int branchEpochs) {
  public TrainingSettings {
    lambda = Map.copyOf(lambda);
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    branches = Collections.unmodifiableSortedMap(new TreeMap<>(branches));
  }

  /** Weight of a subset's cross-entropy in the joint loss. */
  public double lambda(Subset subset) {
    return lambda.getOrDefault(subset.key(), method.lambda(subset));
  }

  /** The branches of a member. */
  public List<Branch> branches(String member) {
    return branches.getOrDefault(member, List.of());
  }

  /** The schedule of a branch. */
  public FitSettings branchFit() {
    return fit.withEpochs(branchEpochs);
  }

  public TrainingSettings withMethod(Method newMethod) {
    return new TrainingSettings(
        newMethod, fit, samples, limit, lambda, members, branches, branchEpochs);
  }

  /** The same with at most {@code newLimit} samples of each split. */
  public TrainingSettings withLimit(int newLimit) {
    return new TrainingSettings(
        method, fit, samples, newLimit, lambda, members, branches, branchEpochs);
  }

  /** The same with another number of epochs, for members and branches alike. */
  public TrainingSettings withEpochs(int epochs) {
    return new TrainingSettings(
        method, fit.withEpochs(epochs), samples, limit, lambda, members, branches, epochs);
  }
}
