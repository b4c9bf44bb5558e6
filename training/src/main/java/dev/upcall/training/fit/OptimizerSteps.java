package dev.upcall.training.fit;

import ai.djl.training.optimizer.Optimizer;
import dev.upcall.training.arch.Weights;

/** The steps of one training: an optimiser and its learning rate, from the first to the last. */
final class OptimizerSteps {
  private final CosineSchedule schedule;
  private final Optimizer optimizer;
  private int taken;

  /**
   * @param perEpoch steps of an epoch
   */
  OptimizerSteps(FitSettings settings, int perEpoch) {
    int warmup = Math.min(settings.optimizer().warmupEpochs(), settings.epochs() / 2) * perEpoch;
    schedule =
        new CosineSchedule(
            (float) settings.optimizer().rate(), warmup, settings.epochs() * perEpoch);
    optimizer = settings.optimizer().build(schedule);
  }

  /** Moves the weights by their gradients. */
  void step(Weights weights) {
    taken++;
    weights.step(optimizer);
  }

  /** Steps taken so far. */
  int taken() {
    return taken;
  }

  /** Steps there will be. */
  int all() {
    return schedule.steps();
  }

  /** Learning rate of a step, the first being 1. */
  double rate(int step) {
    return schedule.rate(step);
  }
}
