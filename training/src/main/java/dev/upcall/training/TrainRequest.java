package dev.upcall.training;

import dev.upcall.core.project.Project;
import dev.upcall.core.training.TrainingService.Start;
import dev.upcall.training.settings.TrainingSettings;
import java.util.List;

/**
 * What is to be trained.
 *
 * @param folds of the project's cross-fitting, trained in this order; {@code [0]} without
 *     cross-fitting
 * @param seed same seed, same weights, on the same kind of processor
 * @param start what becomes of an interrupted training's checkpoints
 */
public record TrainRequest(
    Project project,
    List<Integer> folds,
    TrainingSettings settings,
    long seed,
    ProgressListener progress,
    Start start) {
  public TrainRequest {
    folds = List.copyOf(folds);
  }

  /** One that goes on where the same training was interrupted. */
  public TrainRequest(
      Project project,
      List<Integer> folds,
      TrainingSettings settings,
      long seed,
      ProgressListener progress) {
    this(project, folds, settings, seed, progress, Start.RESUME);
  }
}
