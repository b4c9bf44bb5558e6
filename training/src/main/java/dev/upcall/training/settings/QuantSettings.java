package dev.upcall.training.settings;

import dev.upcall.training.fit.FitSettings;
import dev.upcall.training.fit.OptimizerSettings;
import dev.upcall.training.quant.Bits;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which members are fine-tuned for integers, and how.
 *
 * @param epochs passes over the samples
 * @param rate highest learning rate, of AdamW: steps of that size suit folded weights, whose
 *     gradients differ by orders of magnitude from channel to channel
 * @param weights bits that the compiler will be told
 */
public record QuantSettings(Set<String> members, int epochs, double rate, Bits weights) {
  /** A few, since little has to move. */
  static final int EPOCHS = 2;

  static final double RATE = 1e-3;

  public QuantSettings {
    members = Collections.unmodifiableSet(new TreeSet<>(members));
  }

  /** The schedule, otherwise that of the members. */
  public FitSettings fit(FitSettings members) {
    return members
        .withEpochs(epochs)
        .with(new OptimizerSettings(OptimizerSettings.Kind.ADAMW, rate, 0, 0, 0));
  }
}
