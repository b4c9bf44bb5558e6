package dev.upcall.training.fit;

import dev.upcall.training.mel.Score;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one epoch came to.
 *
 * @param fit name of the fit it is of
 * @param epoch counted from 1
 * @param epochs how many there will be
 * @param rate learning rate of its last step
 * @param loss joint loss, mean over the epoch's steps
 * @param losses each term by name, mean over the epoch's steps, in the objective's order
 * @param select the objective's combined score on SELECT
 * @param samplesPerSecond of its steps alone, scoring apart
 */
public record EpochEvent(
    String fit,
    int epoch,
    int epochs,
    double rate,
    double loss,
    Map<String, Double> losses,
    Score select,
    double samplesPerSecond) {
  public EpochEvent {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
  }
}
