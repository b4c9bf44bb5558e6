package dev.upcall.training;

import ai.djl.ndarray.NDManager;
import dev.upcall.core.project.Project;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.Checkpoints;
import dev.upcall.training.settings.TrainingSettings;

/**
 * What all fits of a fold have in common.
 *
 * @param project at the fold that is trained
 * @param train what is learnt from
 * @param select what epochs and penalties are chosen on
 * @param seed of the fold
 * @param manager that weights live under
 */
record FoldFits(
    Project project,
    TrainingSettings settings,
    Samples train,
    Samples select,
    long seed,
    NDManager manager,
    Checkpoints checkpoints) {}
