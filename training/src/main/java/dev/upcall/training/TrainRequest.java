package dev.upcall.training;

import dev.upcall.core.project.Project;
import dev.upcall.training.settings.TrainingSettings;
import java.util.List;

/**
 * What is to be trained.
 *
 * @param folds of the project's cross-fitting, trained in this order; {@code [0]} without
 *     cross-fitting
 * @param seed same seed, same weights, on the same kind of processor
 */
public record TrainRequest(
    Project project,
    List<Integer> folds,
    TrainingSettings settings,
    long seed,
    ProgressListener progress) {
  public TrainRequest {
    folds = List.copyOf(folds);
  }
}
