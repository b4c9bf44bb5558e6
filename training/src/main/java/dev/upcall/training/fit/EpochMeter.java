package dev.upcall.training.fit;

import dev.upcall.training.mel.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up the loss terms of one epoch and says how it stands. */
final class EpochMeter {
  private final String fit;
  private final int epoch;
  private final int epochs;
  private final int steps;
  private final List<String> terms;
  private final float[] lambda;
  private final double[] sums;
  private int done;

  /**
   * @param epoch counted from 1
   * @param steps of an epoch
   */
  EpochMeter(String fit, int epoch, int epochs, int steps, Objective objective) {
    this.fit = fit;
    this.epoch = epoch;
    this.epochs = epochs;
    this.steps = steps;
    this.terms = objective.terms();
    this.lambda = objective.lambda();
    this.sums = new double[lambda.length];
  }

  /** Adds the terms of a step. */
  void add(float[] losses) {
    done++;
    for (int t = 0; t < sums.length; t++) {
      sums[t] += losses[t];
    }
  }

  StepEvent step() {
    return new StepEvent(fit, epoch, epochs, done, steps, joint());
  }

  EpochEvent epoch(double rate, Score select, double samplesPerSecond) {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (int t = 0; t < sums.length; t++) {
      losses.put(terms.get(t), sums[t] / done);
    }
    return new EpochEvent(fit, epoch, epochs, rate, joint(), losses, select, samplesPerSecond);
  }

  /** Joint loss, mean over the steps so far. */
  private double joint() {
    double joint = 0;
    for (int t = 0; t < sums.length; t++) {
      joint += lambda[t] * sums[t] / done;
    }
    return joint;
  }
}
