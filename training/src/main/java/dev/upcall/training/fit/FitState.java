package dev.upcall.training.fit;

import dev.upcall.training.arch.Snapshot;
import java.util.List;

/**
 * All that a fit needs to go on as if it had never stopped, as it is between two epochs.
 *
 * @param steps optimiser steps taken
 * @param batches place in the random sequence of the batches
 * @param noise place in the random sequence of what is drawn within a step
 * @param weights after the last epoch
 * @param moments what the optimiser remembers
 * @param kept epochs that may still be chosen
 * @param history what each epoch came to; as many as were run
 */
record FitState(
    int steps,
    long batches,
    long noise,
    Snapshot weights,
    Snapshot moments,
    List<Checkpoint> kept,
    List<EpochEvent> history) {
  FitState {
    kept = List.copyOf(kept);
    history = List.copyOf(history);
  }
}
