package dev.upcall.training.fit;

/**
 * One optimiser step, for whoever watches a long epoch.
 *
 * @param fit name of the fit it is of
 * @param epoch counted from 1
 * @param epochs how many there will be
 * @param step within the epoch, counted from 1
 * @param steps of an epoch
 * @param loss joint loss, mean over the epoch's steps so far
 */
public record StepEvent(String fit, int epoch, int epochs, int step, int steps, double loss) {
  /** Share of all epochs that is behind, 0..1. */
  public double done() {
    return (epoch - 1 + (double) step / steps) / epochs;
  }
}
