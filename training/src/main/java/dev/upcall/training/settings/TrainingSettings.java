package dev.upcall.training.settings;

import dev.upcall.training.arch.Architecture;
import dev.upcall.training.fit.FitSettings;
import dev.upcall.training.mel.Subset;
import java.util.Collections;
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
 */
public record TrainingSettings(
    Method method,
    FitSettings fit,
    int samples,
    int limit,
    Map<String, Double> lambda,
    SortedMap<String, Architecture> members) {
  public TrainingSettings {
    lambda = Map.copyOf(lambda);
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
  }

  /** Weight of a subset's cross-entropy in the joint loss. */
  public double lambda(Subset subset) {
    return lambda.getOrDefault(subset.key(), method.lambda(subset));
  }

  public TrainingSettings withMethod(Method newMethod) {
    return new TrainingSettings(newMethod, fit, samples, limit, lambda, members);
  }

  /** The same with at most {@code newLimit} samples of each split. */
  public TrainingSettings withLimit(int newLimit) {
    return new TrainingSettings(method, fit, samples, newLimit, lambda, members);
  }

  public TrainingSettings withEpochs(int epochs) {
    return new TrainingSettings(method, fit.withEpochs(epochs), samples, limit, lambda, members);
  }
}
