package dev.upcall.training.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import java.util.Map;
import java.util.TreeMap;

/**
 * The steps of one fit: an optimiser and its learning rate, from the first to the last. It uses the
 * engine's update rules but keeps what they remember itself, since the engine's own optimisers do
 * not let go of it and a checkpoint needs it.
 */
final class OptimizerSteps {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  /** The engine's way to say that gradients are taken as they are. */
  private static final float NOT_RESCALED = 1;

  private static final float NOT_CLIPPED = -1;

  private final CosineSchedule schedule;
  private final OptimizerSettings settings;
  private final NDManager manager;
  private final Map<String, NDArray> moments = new TreeMap<>();
  private int taken;

  /**
   * @param perEpoch steps of an epoch
   * @param manager owner of what the optimiser remembers
   */
  OptimizerSteps(FitSettings fit, int perEpoch, NDManager manager) {
    this.settings = fit.optimizer();
    this.manager = manager;
    int warmup = Math.min(settings.warmupEpochs(), fit.epochs() / 2) * perEpoch;
    schedule = new CosineSchedule((float) settings.rate(), warmup, fit.epochs() * perEpoch);
  }

  /** Moves the weights by their gradients, and clears these. */
  void step(Weights weights) {
    taken++;
    float rate = (float) rate(taken);
    switch (settings.kind()) {
      case SGD -> weights.step((name, weight, gradient) -> sgd(name, weight, gradient, rate));
      case ADAMW -> weights.step((name, weight, gradient) -> adamW(name, weight, gradient, rate));
    }
  }

  private void sgd(String name, NDArray weight, NDArray gradient, float rate) {
    NDList inputs = new NDList(weight, gradient);
    if (settings.momentum() != 0) {
      inputs.add(moment(name + "/momentum", weight));
    }
    NDArrayEx engine = weight.getNDArrayInternal();
    engine.sgdUpdate(
        inputs,
        new NDList(weight),
        rate,
        (float) settings.weightDecay(),
        NOT_RESCALED,
        NOT_CLIPPED,
        (float) settings.momentum(),
        true);
  }

  private void adamW(String name, NDArray weight, NDArray gradient, float rate) {
    double firstBias = 1 - Math.pow(BETA1, taken);
    double secondBias = 1 - Math.pow(BETA2, taken);
    NDArrayEx engine = weight.getNDArrayInternal();
    engine.adamUpdate(
        new NDList(
            weight, gradient, moment(name + "/mean", weight), moment(name + "/variance", weight)),
        new NDList(weight),
        rate,
        (float) (rate * Math.sqrt(secondBias) / firstBias),
        (float) settings.weightDecay(),
        NOT_RESCALED,
        NOT_CLIPPED,
        BETA1,
        BETA2,
        EPSILON,
        true,
        true);
  }

  private NDArray moment(String name, NDArray weight) {
    return moments.computeIfAbsent(
        name,
        absent -> {
          NDArray zeros = weight.zerosLike();
          zeros.attach(manager);
          return zeros;
        });
  }

  /** Copies what the optimiser remembers out of the engine. */
  Snapshot moments() {
    Map<String, float[]> values = new TreeMap<>();
    moments.forEach((name, array) -> values.put(name, array.toFloatArray()));
    return new Snapshot(values);
  }

  /**
   * Goes on behind step {@code newTaken}.
   *
   * @param remembered from {@link #moments}
   * @param weights that the steps move
   */
  void goTo(int newTaken, Snapshot remembered, Weights weights) {
    taken = newTaken;
    for (String name : remembered.names()) {
      NDArray weight = weights.get(name.substring(0, name.lastIndexOf('/')));
      moments.put(name, manager.create(remembered.values(name), weight.getShape()));
    }
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
